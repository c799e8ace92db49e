/** Strings and punctuation of JSON; everything between is of no interest here. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}:]/g;

/** The first key that stands twice in one object of a JSON text, which `JSON.parse` would pass over in silence. */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  let before = "";
  for (const [token] of json.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (token === ":") {
      const key = String(JSON.parse(before));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    before = token;
  }
  return undefined;
}
