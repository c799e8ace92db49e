import type { Element, ElementContent } from "hast";

const outline = ({ tagName, properties, children }: Element): string =>
  JSON.stringify([tagName, properties, children.map(({ type }) => type)]);

/**
 * One drawing from drawings that differ in words only: where a text differs it stands there in every
 * language. Undefined where the drawings differ in anything else.
 */
export function mergeDrawings(
  drawings: readonly Element[],
  languages: readonly string[],
): Element | undefined {
  const [first] = drawings;
  if (first === undefined || drawings.some((each) => outline(each) !== outline(first)))
    return undefined;
  const children: ElementContent[] = [];
  for (const place of first.children.keys()) {
    const merged = mergeContent(
      drawings.map((each) => each.children[place] as ElementContent),
      languages,
    );
    if (merged === undefined) return undefined;
    children.push(...merged);
  }
  return { ...first, children };
}

function mergeContent(
  row: readonly ElementContent[],
  languages: readonly string[],
): readonly ElementContent[] | undefined {
  if (row[0]?.type === "element") {
    const element = mergeDrawings(row as readonly Element[], languages);
    return element && [element];
  }
  const words = row.map((each) => (each.type === "text" ? each.value : ""));
  if (words.every((each) => each === words[0])) return row.slice(0, 1);
  return languages.map((lang, index) => ({
    type: "element",
    tagName: "tspan",
    properties: { lang },
    children: [{ type: "text", value: words[index] ?? "" }],
  }));
}
