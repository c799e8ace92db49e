/**
 * Photographs an HTML page, wide and narrow, as a reader sees it. For developers only.
 *
 *     node scripts/screenshot.mjs output/article/report.en.html --to pictures --language zh-Hans --dark
 *
 * writes pictures/report.en.zh-Hans.1280.dark.png and so on, with `--slice 1500` in parts of that height,
 * and prints what overflows or failed to typeset.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import chromium from "@sparticuz/chromium";
import { chromium as browserType } from "playwright-core";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: "string", default: "pictures" },
    language: { type: "string", multiple: true, default: [] },
    width: { type: "string", multiple: true, default: ["1280", "390"] },
    dark: { type: "boolean", default: false },
    print: { type: "boolean", default: false },
    slice: { type: "string", default: "100000" },
  },
});

/** Noto Sans SC, since the browser without a system has no Chinese font. */
function chineseFont() {
  const folder = dirname(
    createRequire(import.meta.url).resolve("@fontsource-variable/noto-sans-sc/package.json"),
  );
  const css = readFileSync(join(folder, "index.css"), "utf8");
  return css
    .replaceAll("Noto Sans SC Variable", "Noto Sans SC")
    .replaceAll("font-display: swap", "font-display: block")
    .replaceAll(/url\(\.\/files\/([^)]+)\)/g, (_, file) => {
      const font = readFileSync(join(folder, "files", file)).toString("base64");
      return `url(data:font/woff2;base64,${font})`;
    });
}

/** Runs in the page: what is wider than it should be, and formulas that failed. */
function findFaults() {
  const width = document.documentElement.clientWidth;
  const faults = [];
  if (document.documentElement.scrollWidth > width)
    faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}`);
  for (const element of document.querySelectorAll("article *")) {
    const { right } = element.getBoundingClientRect();
    if (right > width + 1 && !element.closest(".scroll, .katex-mathml"))
      faults.push(
        `<${element.tagName}> ends at ${Math.round(right)}: ${element.textContent.slice(0, 60)}`,
      );
  }
  for (const error of document.querySelectorAll(".katex-error"))
    faults.push(`a formula failed: ${error.textContent}`);
  const boxes = [...document.querySelectorAll(".scroll")];
  const scrolled = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1);
  return { faults, boxes: boxes.length, scrolled: scrolled.length };
}

const font = chineseFont();
const browser = await browserType.launch({
  executablePath: await chromium.executablePath(),
  args: ["--no-sandbox"],
});
mkdirSync(values.to, { recursive: true });
for (const file of positionals)
  for (const language of values.language.length > 0 ? values.language : [undefined])
    for (const width of values.width.map(Number)) {
      const page = await browser.newPage({
        viewport: { width, height: width < 600 ? 844 : 900 },
        deviceScaleFactor: width < 600 ? 2 : 1,
        colorScheme: values.dark ? "dark" : "light",
      });
      const text = readFileSync(file, "utf8");
      const hidden = text
        .replace("<body>", '<body style="display: none">')
        .replace("</head>", () => `<style>${font}</style></head>`);
      await page.setContent(hidden);
      // What was laid out before a font came keeps its empty boxes.
      await page.evaluate(async () => {
        await document.fonts.load('16px "Noto Sans SC"', document.body.textContent);
        document.body.removeAttribute("style");
      });
      if (values.print) await page.emulateMedia({ media: "print" });
      if (language && !values.print) await page.click(`label[for="language-${language}"]`);
      await page.evaluate(() => document.fonts.ready);
      const marks = [language, width, values.dark && "dark", values.print && "print"];
      const name = [basename(file, ".html"), ...marks.filter(Boolean)].join(".");
      const length = await page.evaluate(() => document.documentElement.scrollHeight);
      const slice = Math.min(Number(values.slice), length);
      for (let y = 0, part = 1; y < length; y += slice, part++)
        await page.screenshot({
          path: join(values.to, slice < length ? `${name}.${part}.png` : `${name}.png`),
          fullPage: true,
          clip: { x: 0, y, width, height: Math.min(slice, length - y) },
        });
      const { faults, boxes, scrolled } = await page.evaluate(findFaults);
      process.stdout.write(`${join(values.to, name)}.png: ${scrolled} of ${boxes} boxes scroll\n`);
      for (const fault of faults) process.stdout.write(`  ${fault}\n`);
      await page.close();
    }
await browser.close();
