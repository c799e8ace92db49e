/** Layers that stand side by side, so that no order of them is a chain. */
interface FamilyRow {
  /** What they are, in words. */
  readonly what: string;
  /** The part that a layer plays, by its name; undefined where it plays none. */
  readonly part: (prefix: string) => string | undefined;
  /** How many different parts there must be. */
  readonly least: number;
  /** A part that must be among them. */
  readonly must?: string;
}

/** The first group of a pattern that a name has. */
const group =
  (pattern: RegExp) =>
  (prefix: string): string | undefined =>
    pattern.exec(prefix)?.slice(1).find(Boolean)?.toLowerCase();

/** A word that stands between the dots of a name, with what people put around it: `q`, `w_q`, `to_q`, `q_proj`. */
const word = (words: string): FamilyRow["part"] =>
  group(
    new RegExp(
      `(?:^|\\.)(?:(?:fc|lin|linear|head|to|in|w)_?)?(${words})(?:_?(?:proj|projection|lin|linear|layer|fc|head|net|branch|out))?\\d*(?:\\.|$)`,
      "i",
    ),
  );

/** Which names are known to stand side by side. */
const families: readonly FamilyRow[] = [
  {
    what: "projections of attention",
    part: word("q|k|v|query|key|value|queries|keys|values"),
    least: 2,
  },
  {
    what: "projections of attention",
    part: group(/(?:^|\.)((?:to_)?qkv(?:_proj)?|in_proj|c_attn|query_key_value)(?:\.|$)/i),
    least: 1,
  },
  { what: "a gated unit", part: word("gate|up|down|value"), least: 2, must: "gate" },
  { what: "a gated unit", part: group(/(?:^|\.)(wi_[01])(?:\.|$)/i), least: 2 },
  { what: "a gated unit", part: group(/(?:^|\.)feed_forward\.(w[123])(?:\.|$)/i), least: 2 },
  {
    what: "a low-rank update of other weights",
    part: group(/(?:^|[._])(lora_?(?:a|b|up|down|embedding_[ab]))(?:\.|$)/i),
    least: 1,
  },
  {
    what: "layers of a recurrent cell",
    part: group(/(?:^|\.)(h2h|(?:w_?)?hh|hidden_to_hidden)(?:\.|$)/i),
    least: 1,
  },
  { what: "layers of a recurrent cell", part: group(/(?:^|\.)(i2[ho])(?:\.|$)/i), least: 2 },
  { what: "heads on one trunk", part: group(/(?:^|\.)([a-z_]*heads\.\w+)/i), least: 2 },
  {
    what: "heads on one trunk",
    part: group(/(?:^|\.)((?:\w+_)?head(?:_?(?:\d+|[a-d]))?|out(?:put)?_?(?:\d|[a-d]))(?:\.|$)/i),
    least: 2,
  },
  {
    what: "heads on one trunk",
    part: word(
      "policy|pi|value|vf|advantage|actor|critic|reward|mu|mean|log_?var|var|log_?std|std|sigma|cls|bbox|box|regressor|classifier|regression|classification",
    ),
    least: 2,
  },
  {
    what: "branches beside each other",
    part: group(
      /(?:^|\.)((?:branch|tower|expert|path|stream|critic|q)(?:e?s\.|_?)(?:\d+|[a-c]))(?:\.|$)/i,
    ),
    least: 2,
  },
  {
    what: "branches beside each other",
    part: group(
      /(?:^|\.)(left|right|user|item|src|tgt|source|target|online|teacher|student|generator|discriminator)(?:_?(?:net|branch|tower|encoder|model))?(?:\.|$)/i,
    ),
    least: 2,
  },
  {
    what: "a path around other layers",
    part: group(/(?:^|[._])(shortcut|skip|downsample|residual)(?:[._]|$)/i),
    least: 1,
  },
];

/**
 * What layers with these names are, if they are known to stand side by side and not one behind the other:
 * `projections of attention` for q, k, v and o.
 */
export function familyOf(prefixes: readonly string[]): string | undefined {
  if (prefixes.length < 2) return undefined;
  return families.find(({ part, least, must }) => {
    const parts = new Set(prefixes.map(part).filter((each) => each !== undefined));
    return parts.size >= least && (must === undefined || parts.has(must));
  })?.what;
}
