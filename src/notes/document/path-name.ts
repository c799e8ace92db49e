/** A name without characters that a path could stumble over: `W[1,2]` becomes `W-1-2`. */
export const pathName = (name: string): string =>
  name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/-$/, "");
