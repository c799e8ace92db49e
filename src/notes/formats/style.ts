/** Fonts of the reader's system, Chinese included. */
const fonts = `system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`;

const darkColors = `
    --paper: #15191f; --ink: #dde3ea; --quiet: #9ba7b5; --line: #303945; --wash: #1d232b;
    --accent: #8cb8ff; --shade: rgb(0 0 0 / 55%);`;

const lightColors = `
    --paper: #ffffff; --ink: #1c2530; --quiet: #586575; --line: #d8dee6; --wash: #f4f6f9;
    --accent: #175cb5; --shade: rgb(20 30 50 / 16%);`;

/** The style sheet of a page: one column of text, light or dark as the reader's system, made to be printed too. */
export const pageStyle = `
:root { color-scheme: light dark; ${lightColors} }
@media (prefers-color-scheme: dark) { :root { ${darkColors} } }
* { box-sizing: border-box; }
html { font: 100%/1.65 ${fonts}; color: var(--ink); background: var(--paper); scroll-behavior: smooth;
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; }
main { max-width: 48rem; margin: 0 auto; padding: 1.25rem 1rem 5rem; }
@media (min-width: 40rem) { html { font-size: 106.25%; } main { padding: 2rem 1.5rem 6rem; } }

h1, h2, h3, h4 { line-height: 1.3; font-weight: 650; text-wrap: pretty; scroll-margin-top: 3.5rem; }
h1 { font-size: 1.9rem; margin: 1.2rem 0 1rem; letter-spacing: -0.01em; }
h2 { font-size: 1.4rem; margin: 3rem 0 1rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.14rem; margin: 2.2rem 0 0.7rem; }
h4 { font-size: 1rem; margin: 1.8rem 0 0.5rem; color: var(--quiet); }
p, ul, ol { margin: 0.85rem 0; overflow-wrap: break-word; }
li + li { margin-top: 0.3rem; }
ul, ol { padding-left: 1.5rem; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
blockquote { margin: 1.2rem 0; padding: 0.1rem 1.1rem; background: var(--wash);
  border-left: 3px solid var(--accent); border-radius: 0 6px 6px 0; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.88em;
  background: var(--wash); padding: 0.1em 0.3em; border-radius: 4px; }
pre { overflow-x: auto; background: var(--wash); padding: 0.9rem 1rem; border-radius: 8px; line-height: 1.5; }
pre code { padding: 0; background: none; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2.5rem 0; }
img { max-width: 100%; }

.scroll { overflow: auto hidden; margin: 1.1rem 0; background:
    linear-gradient(to right, var(--paper) 40%, transparent) 0 0 / 2.5rem 100%,
    linear-gradient(to left, var(--paper) 40%, transparent) 100% 0 / 2.5rem 100%,
    linear-gradient(to right, var(--shade), transparent) 1px 2px / 0.7rem calc(100% - 4px),
    linear-gradient(to left, var(--shade), transparent) calc(100% - 1px) 2px / 0.7rem calc(100% - 4px);
  background-repeat: no-repeat; background-attachment: local, local, scroll, scroll; }
@media (min-width: 66rem) { article > .scroll { margin-right: -7rem; } }
@media (min-width: 76rem) { article > .scroll:has(table) { margin-inline: -10.5rem; } }
.katex { font-size: 1.12em; }
.katex.whole { white-space: nowrap; }
.katex-display { margin: 0; padding: 0.3rem 0.15rem; text-align: left; }
.katex-display > .katex { white-space: normal; text-align: left; }
.katex-display .base { margin: 0.15em 0; }
@media (min-width: 40rem) { .katex-display { padding-left: 2rem; } }
.katex .cjk_fallback { font-family: ${fonts}; font-size: 0.9em; }

table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0 auto; line-height: 1.45; }
th, td { padding: 0.42rem 0.85rem; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; }
th { white-space: normal; word-break: keep-all; color: var(--quiet); font-weight: 600; font-size: 0.9em; border-bottom-width: 2px; }
[align="right"] { text-align: right; }
[align="center"] { text-align: center; }

figure { margin: 1.6rem 0; }
figure .scroll { margin: 0; }
figure svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
figcaption { color: var(--quiet); font-size: 0.88rem; text-align: center; line-height: 1.5; margin-top: 0.6rem;
  text-wrap: balance; }

.choice { position: fixed; top: 0; opacity: 0; pointer-events: none; width: 1px; height: 1px; margin: 0; }
.languages { position: sticky; top: 0.6rem; z-index: 1; float: right; display: flex; gap: 0.15rem; padding: 0.15rem;
  border: 1px solid var(--line); border-radius: 999px; background: var(--paper); font-size: 0.82rem; line-height: 1.4; }
.languages label { padding: 0.2rem 0.75rem; border-radius: 999px; cursor: pointer; color: var(--quiet); }
.languages label:hover { color: var(--ink); }
.contents { clear: both; margin: 1.3rem 0 2rem; padding: 0.7rem 1.1rem; background: var(--wash); border-radius: 8px;
  font-size: 0.94rem; }
.contents summary { cursor: pointer; font-weight: 600; }
.contents ol { margin: 0.4rem 0; padding-left: 1.5rem; }
.contents a { text-decoration: none; }
.contents a:hover { text-decoration: underline; }

@page { margin: 16mm 15mm; }
@media print {
  :root { color-scheme: light; ${lightColors} }
  html { font-size: 10.5pt; line-height: 1.5; }
  main { max-width: none; padding: 0; }
  .languages, .choice, .contents { display: none; }
  a { color: inherit; text-decoration: none; }
  h2 { margin-top: 1.6rem; }
  h1, h2, h3, h4 { break-after: avoid; }
  article > .scroll { overflow: visible; background: none; break-inside: avoid; margin-inline: 0; }
  .scroll:has(table) { break-inside: auto; }
  .katex { font-size: 1.05em; }
  tr, figure, blockquote { break-inside: avoid; }
  td, th { white-space: normal; padding: 0.25rem 0.6rem; }
  figure svg { max-width: 16cm; }
}
`;

/** The rules by which a choice among languages hides the words of the others, without any script. */
export const languageStyle = (languages: readonly string[]): string =>
  languages
    .map(
      (
        language,
      ) => `#language-${language}:not(:checked) ~ article [lang="${language}"] { display: none; }
#language-${language}:checked ~ .languages [for="language-${language}"] { background: var(--accent); color: var(--paper); }
#language-${language}:focus-visible ~ .languages [for="language-${language}"] { outline: 2px solid var(--accent); outline-offset: 2px; }`,
    )
    .join("\n");
