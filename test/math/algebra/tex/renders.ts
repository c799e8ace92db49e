import katex from "katex";

/** What Markdown may take for itself inside of inline math. */
const forbidden = /\}_|\*|\\[,;{}_\\]|~|\]\(|<|\||\n|^\s|\s$|\$|\)_/;

/** Throws where TeX does not typeset in strict mode, or does not survive Markdown. */
export function expectToRender(tex: string): void {
  katex.renderToString(tex, { strict: "error", throwOnError: true, trust: false });
  const taken = forbidden.exec(tex);
  if (taken) throw new Error(`Markdown takes ${taken[0]} in ${tex}`);
}
