import { s } from "hastscript";
import { describe, expect, it } from "vitest";
import { svgText } from "../../../src/notes/formats/svg.js";

describe("svgText", () => {
  const svg = s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 40 20" }, [
    s("path", { d: "M0 0L9 9", strokeWidth: 2 }),
    s("text", { textAnchor: "middle" }, "a < b"),
  ]);
  const text = svgText({ svg, alt: 'The "network" & more' });

  it("is a file of its own with a title, a style and paper behind", () => {
    expect(text).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 40 20" role="img">/,
    );
    expect(text).toMatch(/<title>The "network" &#x26; more<\/title><style>/);
    expect(text).toContain(
      '<rect class="sheet" x="0" y="0" width="40" height="20" rx="8" fill="#ffffff"/>',
    );
  });

  it("writes names, marks and empty elements as XML has them", () => {
    expect(text).toContain('<path d="M0 0L9 9" stroke-width="2"/>');
    expect(text).toContain('<text text-anchor="middle">a &#x3C; b</text></svg>\n');
  });
});
