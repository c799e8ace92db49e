import type { Nodes, Root } from "mdast";

/** What TeX must not contain, since some Markdown reader takes it for something else. */
interface Trap {
  readonly pattern: RegExp;
  readonly problem: string;
}

const everywhere: readonly Trap[] = [{ pattern: /\|/, problem: "has a bare `|`" }];

const inDisplay: readonly Trap[] = [
  { pattern: /^\s*$/m, problem: "has an empty line" },
  {
    pattern: /^\s*(?:[+\-=>#*]|\d+[.)]\s)/m,
    problem: "has a line that begins like a list, quote or heading",
  },
];

const inText: readonly Trap[] = [
  { pattern: /\n/, problem: "goes over two lines" },
  { pattern: /^\s|\s$/, problem: "has a space inside its dollars" },
  { pattern: /\}_/, problem: "has `}_`" },
  { pattern: /[*~]/, problem: "has `*` or `~`" },
  { pattern: /\\[,;{}_\\]/, problem: "has an escaped punctuation mark" },
  { pattern: /\]\(/, problem: "has `](`" },
  { pattern: /<\w/, problem: "has `<` before a letter" },
];

const wide = /[\u2e80-\uffef]/;

function found(tex: string, traps: readonly Trap[]): readonly string[] {
  const problems = [...everywhere, ...traps]
    .filter(({ pattern }) => pattern.test(tex))
    .map(({ problem }) => problem);
  const outsideText = tex.replace(/\\text\{[^{}]*\}/g, "");
  return wide.test(outsideText) ? [...problems, "has Chinese outside of `\\text`"] : problems;
}

/** What is wrong with the characters right before and after an inline formula. */
function besides(before: Nodes | undefined, after: Nodes | undefined): readonly string[] {
  const left = before?.type === "text" ? before.value.slice(-1) : "";
  const right = after?.type === "text" ? after.value.slice(0, 1) : "";
  return [
    ...(wide.test(left) || wide.test(right) ? ["has no space between it and Chinese"] : []),
    ...(/[\p{L}\p{N}$]/u.test(right) ? ["is followed by a letter or a digit"] : []),
  ];
}

function problemsAt(
  children: readonly Nodes[],
  place: number,
  isQuoted: boolean,
): readonly string[] {
  const node = children[place];
  if (node?.type === "math")
    return [...found(node.value, inDisplay), ...(isQuoted ? ["stands inside a quote"] : [])].map(
      (problem) => `the formula \`${node.value}\` ${problem}`,
    );
  if (node?.type === "inlineMath")
    return [...found(node.value, inText), ...besides(children[place - 1], children[place + 1])].map(
      (problem) => `the formula \`${node.value}\` ${problem}`,
    );
  return node ? problemsIn(node, isQuoted || node.type === "blockquote") : [];
}

const problemsIn = (node: Nodes, isQuoted: boolean): readonly string[] => {
  if (!("children" in node)) return [];
  const children: readonly Nodes[] = node.children;
  return children.flatMap((_, place) => problemsAt(children, place, isQuoted));
};

/**
 * The formulas of a document that some Markdown reader would not show, each as a sentence: the law that
 * every generated document keeps.
 */
export const unportable = (root: Root): readonly string[] => problemsIn(root, false);
