import { InputError, type Place } from "../../errors/problem.js";
import { type StepStream, streamVersion } from "./step-stream.js";

const steps = {
  id: 0,
  rule: "",
  place: "",
  before: "",
  after: "",
  "axes?": [""],
  "conditions?": [""],
};
const pieces = { axes: [""], "formula?": "", "data?": [""] };
const optimizer = { constants: [[""]], state: [[""]], lines: [[""]], trained: [""], frozen: [""] };
const model = { loss: "", quantities: [{ name: "", pieces: [pieces] }], "optimizer?": optimizer };
const stream = {
  format: "",
  version: 0,
  digits: 0,
  model,
  targets: [""],
  "shown?": [""],
  steps: [steps],
};

const refuse = (message: string): never => {
  throw new InputError({ code: "invalid-stream", message });
};

/** Compares with an example of the same shape: a key with `?` may be absent, and no other key may be there. */
function checkShape(value: unknown, example: unknown, where: string): void {
  if (typeof example !== "object" || example === null) {
    const isRight =
      typeof value === typeof example && (example !== 0 || Number.isSafeInteger(value));
    if (!isRight) refuse(`${where} is not ${example === 0 ? "an integer" : "a text"}`);
  } else if (Array.isArray(example)) {
    if (!Array.isArray(value)) refuse(`${where} is not a list`);
    else value.forEach((each, k) => void checkShape(each, example[0], `${where}[${k}]`));
  } else {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      refuse(`${where} is not an object`);
    const parts = new Map<string, unknown>(Object.entries(value as object));
    for (const [key, part] of Object.entries(example)) {
      const name = key.replace("?", "");
      if (parts.has(name)) checkShape(parts.get(name), part, `${where}.${name}`);
      else if (name === key) refuse(`${where} has no \`${name}\``);
      parts.delete(name);
    }
    for (const key of parts.keys())
      refuse(`${where} has a key ${JSON.stringify(key.slice(0, 40))}`);
  }
}

/** Where the parser stopped, if it says so. */
function placeOf(error: unknown, text: string): Place | undefined {
  const [, at] = /position (\d+)/.exec(String(error)) ?? [];
  if (at === undefined) return undefined;
  const lines = text.slice(0, Number(at)).split("\n");
  return { line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1 };
}

function parseJson(text: string): unknown {
  if (text.trim() === "") refuse("the file is empty");
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = placeOf(error, text);
    const problem = { code: "invalid-stream", message: "the file is not JSON" };
    throw new InputError({ ...problem, ...(place && { place }) });
  }
}

/** Reads a stream. Anything else is an InputError. */
export function readStream(text: string): StepStream {
  const value = parseJson(text);
  checkShape(value, stream, "the stream");
  const found = value as StepStream;
  if (found.format !== "gradwalk-steps" || found.version !== streamVersion)
    refuse(`the file is not a step stream of version ${streamVersion}`);
  if (found.digits < 1 || found.digits > 20) refuse("`digits` is not from 1 to 20");
  return found;
}
