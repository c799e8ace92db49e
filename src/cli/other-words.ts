/** Words that people write on the command line for ours, by what they stand for: what to write. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  language: {
    zh: "zh-cn zh_cn zh-hans zh_hans zh-sg zh-tw zh_tw zh-hant zh-hk cn chinese 中文",
    en: "en-us en_us en-gb en_gb en-uk english eng",
  },
  format: { md: "markdown", html: "htm xhtml web page pdf" },
  target: {
    pytorch: "torch libtorch",
    numpy: "np",
    python: "py python3",
    jax: "jnp flax",
  },
};

/** What to write for a word of others: `zh` for `zh-CN`. */
export const otherWord = (what: string, word: string): string | undefined =>
  Object.entries(words[what] ?? {}).find(([, others]) =>
    others.split(" ").includes(word.toLowerCase()),
  )?.[0];
