import type { Html, Root, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { InputError } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import type { SectionRequest } from "../lesson/request.js";

/** A place in a template where generated content goes: `<!-- gradwalk:derive w1 form=paths -->`. */
export interface Marker extends SectionRequest {
  readonly section: string;
}

/** A template taken apart: nodes that stay, and markers that are replaced. */
export type TemplatePart = { readonly node: RootContent } | { readonly marker: Marker };

const pattern = /^<!--\s*gradwalk:([\w-]+)((?:\s+[^\s]+)*)\s*-->$/;

function markerOf(node: Html): Marker | undefined {
  const [, section, words = ""] = pattern.exec(node.value.trim()) ?? [];
  if (section === undefined) return undefined;
  const given = words
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  const options = given.filter((word) => word.includes("="));
  const { line = 1, column = 1 } = node.position?.start ?? {};
  return {
    section,
    arguments: given.filter((word) => !word.includes("=")),
    options: new Map(
      options.map((word) => {
        const at = word.indexOf("=");
        return [word.slice(0, at), word.slice(at + 1)] as const;
      }),
    ),
    place: { line, column, length: node.value.length },
  };
}

/** The sections that a marker can ask for something in particular. */
const sectionsWithArguments = new Set(["derive", "train"]);

function refuseArguments({ section, arguments: names, options, place }: Marker): void {
  const [first] = [...names, ...options.keys()];
  if (first === undefined || sectionsWithArguments.has(section)) return;
  throw new InputError({
    code: "unexpected-argument",
    message: `the section ${quote(section)} takes no ${quote(first)}`,
    place,
  });
}

/**
 * Reads a template. Markers are HTML comments on lines of their own; one that names no section is an
 * InputError. Other HTML is left as it is.
 */
export function readTemplate(
  text: string,
  isSection: (name: string) => boolean,
): readonly TemplatePart[] {
  const root: Root = unified().use(remarkParse).use(remarkGfm).use(remarkMath).parse(text);
  return root.children.map((node) => {
    const marker = node.type === "html" ? markerOf(node) : undefined;
    if (!marker) return { node };
    refuseArguments(marker);
    if (!isSection(marker.section))
      throw new InputError({
        code: "unknown-section",
        message: `cannot fill in \`${marker.section}\`, which is no section of a report`,
        place: marker.place,
      });
    return { marker };
  });
}
