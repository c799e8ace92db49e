import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type ParsedNode,
  Parser,
  type YAMLMap,
} from "yaml";
import type { Stretch } from "../../errors/place.js";
import type { Place, Problem } from "../../errors/problem.js";
import { InputError } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import type { Entry, ScalarSource, Source } from "./source.js";
import { helpForSyntax } from "./syntax-help.js";

/** Limits that no honest network file reaches, and that keep a hostile one from taking all memory. */
const most = { depth: 64, lexemes: 4_000_000, aliases: 50 } as const;

export type Placing = (stretch: Stretch) => Place;

/** Reads YAML 1.2 (so also JSON) into plain nodes. Syntax errors, tags, and too many aliases are InputErrors. */
export function readSource(
  text: string,
  placeOf: Placing,
  mostLexemes: number = most.lexemes,
): Source {
  const [document, second] = compose(text, placeOf, mostLexemes);
  const refuse = refuserOf(placeOf);
  const error = document?.errors[0];
  if (error) {
    const [start, end] = error.pos;
    return refuse(
      { start, end: Math.max(end, start + 1) },
      {
        code: "invalid-yaml",
        message: `cannot read the file as YAML, its parser says: ${quote(error.message, 150)}`,
        ...helpForSyntax(text, start),
      },
    );
  }
  if (!document?.contents)
    throw new InputError({ code: "empty-file", message: "the file is empty" });
  if (second)
    refuse(stretchOf(second.contents) ?? { start: text.length, end: text.length }, {
      code: "several-documents",
      message: "the file has a second YAML document, expected only one",
      help: "put each network into a file of its own, without `---` between them",
    });
  return convertDocument(document, refuse);
}

type Refuse = (stretch: Stretch, problem: Omit<Problem, "place">) => never;

const refuserOf =
  (placeOf: Placing): Refuse =>
  (stretch, problem) => {
    throw new InputError({ ...problem, place: placeOf(stretch) });
  };

/** Parses by tokens, so that depth and size are known before any tree is built. */
function compose(text: string, placeOf: Placing, mostLexemes: number): readonly Document.Parsed[] {
  const parser = new Parser();
  const tokens = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    lexemes += 1;
    const stretch = { start: parser.offset, end: parser.offset + 1 };
    if (parser.stack.length > most.depth)
      refuserOf(placeOf)(stretch, {
        code: "file-too-deep",
        message: `the file is nested more than ${most.depth} levels deep`,
      });
    if (lexemes > mostLexemes)
      refuserOf(placeOf)(stretch, {
        code: "file-too-large",
        message: "the file has more values than a network file may have",
        help: "keep large weights in a file of their own, named by `weights`",
      });
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({
    schema: "failsafe",
    version: "1.2",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  return [...composer.compose(tokens, true, text.length)].filter(
    (document): document is Document.Parsed => "contents" in document,
  );
}

const stretchOf = (node: ParsedNode | Node | null): Stretch | undefined =>
  node?.range ? { start: node.range[0], end: node.range[1] } : undefined;

function convertDocument(document: Document.Parsed, refuse: Refuse): Source {
  const anchors = new Map<string, Source>();
  let aliases = 0;

  function convert(node: unknown, fallback: Stretch): Source {
    if (isAlias(node)) return follow(node, stretchOf(node) ?? fallback);
    if (!isScalar(node) && !isSeq(node) && !isMap(node))
      return { kind: "scalar", text: "", style: "plain", ...fallback };
    const stretch = stretchOf(node) ?? fallback;
    if (node.tag !== undefined)
      refuse(stretch, {
        code: "yaml-tag",
        message: `the file has the YAML tag ${quote(node.tag)}, which a network file cannot have`,
        help: "leave out the word that begins with `!`",
      });
    const source = isScalar(node)
      ? scalarOf(node.source ?? String(node.value ?? ""), node.type, stretch)
      : isSeq(node)
        ? {
            kind: "list" as const,
            items: node.items.map((item) => convert(item, stretch)),
            ...stretch,
          }
        : { kind: "map" as const, entries: entriesOf(node, stretch), ...stretch };
    if (node.anchor !== undefined) anchors.set(node.anchor, source);
    return source;
  }

  function follow(alias: Alias, stretch: Stretch): Source {
    aliases += 1;
    if (aliases > most.aliases)
      refuse(stretch, {
        code: "too-many-aliases",
        message: `the file has more than ${most.aliases} aliases`,
        help: "write the values out",
      });
    const target = anchors.get(alias.source);
    if (target) return target;
    return refuse(stretch, {
      code: "unknown-alias",
      message: `the alias ${quote(alias.source)} has no anchor before it that is complete`,
    });
  }

  function entriesOf(map: YAMLMap, stretch: Stretch): Entry[] {
    return map.items.map((pair) => {
      const key = convert(pair.key, stretch);
      if (key.kind === "scalar") return { key, value: convert(pair.value, key) };
      return refuse(key, {
        code: "invalid-key",
        message: `a key is a ${key.kind}, expected a name`,
      });
    });
  }

  return convert(document.contents, { start: 0, end: 0 });
}

function scalarOf(text: string, type: string | undefined, stretch: Stretch): ScalarSource {
  const style = type === "PLAIN" ? "plain" : type?.startsWith("QUOTE") ? "quoted" : "block";
  return { kind: "scalar", text, style, ...stretch };
}
