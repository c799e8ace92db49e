import type { BlockContent, PhrasingContent, TableCell, TableRow } from "mdast";
import type {} from "mdast-util-math";
import type { Diagram } from "../drawing/diagram/node.js";
import { linePlot } from "../drawing/plot/line-plot.js";
import type { Language, Phrase } from "../languages/index.js";
import type { Block, Highlight, Plot, Row } from "../lesson/block.js";
import type { Formula } from "../lesson/formula.js";
import type { Sentence, SentenceArguments, SentenceCode } from "../lesson/sentence.js";
import { displayTex, formulaTex, type Typesetter } from "../typeset/formula-tex.js";
import { pathName } from "./path-name.js";
import { spaceFormulas } from "./space-formulas.js";

/** What turns blocks into a document: a language, a way to set formulas, a way to draw. */
export interface Writer {
  readonly language: Language;
  readonly typesetter: Typesetter;
  readonly draw: (highlight: Highlight | undefined, caption: string) => Diagram;
  /** Notes a drawing whose file is to stand beside the document. */
  readonly keep: (diagram: Diagram) => void;
}

/** A sentence in the writer's language. */
export function speak({ language }: Writer, sentence: Sentence): Phrase {
  // Code and arguments come from the same sentence, which is what makes the assertion true.
  const say = language.sentences[sentence.code] as (
    about: SentenceArguments[SentenceCode],
  ) => Phrase;
  return say(sentence.arguments);
}

const inlineMath = (writer: Writer, formula: Formula): PhrasingContent => ({
  type: "inlineMath",
  value: formulaTex(formula, writer.typesetter),
});

/** Text and formulas as Markdown's inline content. */
export const phrasing = (writer: Writer, phrase: Phrase): PhrasingContent[] =>
  spaceFormulas(
    phrase.map((part) =>
      typeof part === "string" ? { type: "text", value: part } : inlineMath(writer, part),
    ),
  );

const sentencesNodes = (writer: Writer, sentences: readonly Sentence[]): PhrasingContent[] =>
  phrasing(
    writer,
    sentences.flatMap(
      (sentence, place): Phrase => [
        ...(place > 0 && writer.language.space !== "" ? [writer.language.space] : []),
        ...speak(writer, sentence),
      ],
    ),
  );

/** Text without formulas, for places that hold only text. */
export const plainText = (writer: Writer, sentence: Sentence): string =>
  speak(writer, sentence)
    .map((part) => (typeof part === "string" ? part : formulaTex(part, writer.typesetter)))
    .join("");

/** A formula in a cell; several become formulas of their own, so that lines can break between them. */
function cellFormulas(writer: Writer, formula: Formula): PhrasingContent[] {
  if (formula.kind !== "list") return [inlineMath(writer, formula)];
  const last = formula.items.length - 1;
  return formula.items.flatMap((item, place): PhrasingContent[] => {
    const comma = formula.dots && place === last ? ", …, " : ", ";
    return [
      ...(place > 0 ? [{ type: "text", value: comma } as const] : []),
      inlineMath(writer, item),
    ];
  });
}

function cell(writer: Writer, content: Row[number]): TableCell {
  if (!content) return { type: "tableCell", children: [] };
  const children =
    "code" in content ? phrasing(writer, speak(writer, content)) : cellFormulas(writer, content);
  return { type: "tableCell", children };
}

const tableRow = (writer: Writer, row: Row): TableRow => ({
  type: "tableRow",
  children: row.map((content) => cell(writer, content)),
});

/** A plot has words, so that its file is one for each language. */
function drawPlot({ file, caption, title, x, y, series }: Plot, writer: Writer): Diagram {
  const text = (each: Sentence): string => plainText(writer, each);
  const svg = linePlot({
    title: text(title),
    x: { ...x, label: text(x.label) },
    y: { ...y, label: text(y.label) },
    series: series.map(({ name, ...others }) => ({ ...others, ...(name && { name: text(name) }) })),
  });
  const diagram: Diagram = {
    type: "diagram",
    svg,
    file: `${pathName(file)}.${writer.language.code}.svg`,
    alt: text(caption),
  };
  writer.keep(diagram);
  return diagram;
}

type Builders = {
  readonly [Kind in Block["kind"]]: (
    block: Extract<Block, { kind: Kind }>,
    writer: Writer,
  ) => BlockContent | Diagram;
};

const builders: Builders = {
  title: ({ sentence }, writer) => ({
    type: "heading",
    depth: 1,
    children: phrasing(writer, speak(writer, sentence)),
  }),
  heading: ({ sentence }, writer) => ({
    type: "heading",
    depth: 3,
    children: phrasing(writer, speak(writer, sentence)),
  }),
  paragraph: ({ sentences }, writer) => ({
    type: "paragraph",
    children: sentencesNodes(writer, sentences),
  }),
  display: ({ lines }, writer) => ({ type: "math", value: displayTex(lines, writer.typesetter) }),
  table: ({ head, rows }, writer) => ({
    type: "table",
    children: [head, ...rows].map((row) => tableRow(writer, row)),
  }),
  list: ({ items }, writer) => ({
    type: "list",
    ordered: false,
    spread: true,
    children: items.map((blocks) => ({
      type: "listItem",
      spread: true,
      children: blockNodes(blocks, writer) as BlockContent[],
    })),
  }),
  diagram: ({ highlight, caption }, writer) => writer.draw(highlight, plainText(writer, caption)),
  plot: drawPlot,
};

/** Blocks as Markdown nodes. */
export const blockNodes = (blocks: readonly Block[], writer: Writer): (BlockContent | Diagram)[] =>
  blocks.map((block) => {
    // The table at the block's own kind, which is what makes the assertion true.
    const build = builders[block.kind] as (block: Block, writer: Writer) => BlockContent | Diagram;
    return build(block, writer);
  });
