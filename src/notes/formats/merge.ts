import type { Nodes, PhrasingContent, Root, RootContent } from "mdast";
import type { Diagram } from "../drawing/diagram/node.js";
import type { Translated } from "./format.js";
import { mergeDrawings } from "./merge-drawings.js";
import { mergeRuns, mergeSentences } from "./merge-sentences.js";

/** The properties in which translations of a node agree, by its kind. */
const sharedProperties: Readonly<Record<string, readonly string[]>> = {
  heading: ["depth"],
  list: ["ordered", "start"],
  listItem: ["checked"],
  table: ["align"],
  math: ["value"],
  inlineMath: ["value"],
  code: ["lang", "value"],
  image: ["url"],
  link: ["url"],
  footnoteDefinition: ["identifier"],
};

/** The kinds of node whose children are words and formulas. */
const sentences = new Set([
  "paragraph",
  "heading",
  "tableCell",
  "strong",
  "emphasis",
  "delete",
  "link",
]);

const say = (node: Nodes | undefined): string => {
  if (node === undefined) return "nothing";
  return "value" in node ? `${node.type} \`${node.value}\`` : node.type;
};

const misaligned = (place: string, row: readonly (Nodes | undefined)[]): Error =>
  new Error(`the translations do not align at ${place}: ${row.map(say).join(" and ")}`);

const outline = (node: Nodes): string => {
  const properties = node as unknown as Readonly<Record<string, unknown>>;
  const values = (sharedProperties[node.type] ?? []).map((key) => properties[key] ?? null);
  return JSON.stringify([node.type, values]);
};

/** Merges one node of each translation, all at the same place. */
function mergeNodes<Kind extends Nodes>(
  row: readonly (Kind | undefined)[],
  languages: readonly string[],
  place: string,
): Kind {
  const nodes = row.filter((node) => node !== undefined);
  const [first] = nodes;
  if (first === undefined || nodes.length < row.length) throw misaligned(place, row);
  if (nodes.some((node) => outline(node) !== outline(first))) throw misaligned(place, row);
  if (first.type === "diagram")
    return mergeDiagrams(nodes as Diagram[], languages, place) as Nodes as Kind;
  if (!("children" in first)) return first;
  const lists = nodes.map((node) => ("children" in node ? node.children : []));
  const children = sentences.has(first.type)
    ? mergeSentences(lists as PhrasingContent[][], languages, (anchors, index) =>
        mergeNodes(anchors, languages, `${place} > formula ${index + 1}`),
      )
    : mergeBlocks(lists, languages, place);
  return { ...first, children };
}

function mergeBlocks(
  lists: readonly (readonly Nodes[])[],
  languages: readonly string[],
  parent: string,
): Nodes[] {
  const count = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: count }, (_, index) => {
    const row = lists.map((list) => list[index]);
    const place = `${row.find((node) => node !== undefined)?.type} ${index + 1}`;
    return mergeNodes(row, languages, parent ? `${parent} > ${place}` : place);
  });
}

function mergeDiagrams(
  row: readonly Diagram[],
  languages: readonly string[],
  place: string,
): Diagram {
  const [first] = row;
  const svg = mergeDrawings(
    row.map((diagram) => diagram.svg),
    languages,
  );
  if (first === undefined || svg === undefined) throw misaligned(place, row);
  const captions = row.map(({ alt }) => [{ type: "text", value: alt } as const]);
  return { ...first, svg, caption: mergeRuns(captions, languages) };
}

/**
 * One document of translations that have the same blocks and mention the same formulas in the same
 * order: each formula, table and diagram occurs once, words occur in every language as `variants`.
 * Throws an error that names the place where the translations differ in more than words.
 */
export function merge(translations: readonly Translated[]): Root {
  const languages = translations.map(({ language }) => language.tag);
  const lists = translations.map(({ root }) => root.children);
  return { type: "root", children: mergeBlocks(lists, languages, "") as RootContent[] };
}
