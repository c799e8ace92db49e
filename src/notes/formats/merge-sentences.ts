import type { Nodes, PhrasingContent } from "mdast";

/** Nodes that every language has at the same place of a sentence: formulas, images, and what holds them. */
const isAnchor = (node: Nodes): boolean =>
  node.type === "inlineMath" ||
  node.type === "image" ||
  ("children" in node && node.children.some(isAnchor));

/** A sentence cut at its anchors: run, anchor, run, …, anchor, run. */
function cut(sentence: readonly PhrasingContent[]): Cut {
  const runs: PhrasingContent[][] = [[]];
  const anchors: PhrasingContent[] = [];
  for (const node of sentence) {
    if (isAnchor(node)) {
      anchors.push(node);
      runs.push([]);
    } else runs.at(-1)?.push(node);
  }
  return { runs, anchors };
}

interface Cut {
  readonly runs: readonly PhrasingContent[][];
  readonly anchors: readonly PhrasingContent[];
}

const plain = (run: readonly PhrasingContent[]): string =>
  JSON.stringify(run, (key, value) => (key === "position" || key === "data" ? undefined : value));

/** One run of words in every language; a run that all languages share stands as it is. */
export function mergeRuns(
  runs: readonly PhrasingContent[][],
  languages: readonly string[],
): readonly PhrasingContent[] {
  const [first = []] = runs;
  if (runs.every((run) => plain(run) === plain(first))) return first;
  const variants = languages
    .map((language, index) => ({ language, children: runs[index] ?? [] }))
    .filter(({ children }) => children.length > 0);
  return [{ type: "variants", variants }];
}

/**
 * One sentence that holds each formula once, and between formulas the words of every language. `merge`
 * makes one node of the anchors at a place, or throws where a language lacks one.
 */
export function mergeSentences(
  sentences: readonly (readonly PhrasingContent[])[],
  languages: readonly string[],
  merge: (anchors: readonly (PhrasingContent | undefined)[], place: number) => PhrasingContent,
): PhrasingContent[] {
  const cuts = sentences.map(cut);
  const count = Math.max(...cuts.map(({ anchors }) => anchors.length));
  return Array.from({ length: count + 1 }, (_, place) => {
    const runs = mergeRuns(
      cuts.map((each) => each.runs[place] ?? []),
      languages,
    );
    if (place === count) return runs;
    return [
      ...runs,
      merge(
        cuts.map(({ anchors }) => anchors[place]),
        place,
      ),
    ];
  }).flat();
}
