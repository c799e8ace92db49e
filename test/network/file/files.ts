/** The lines of a small layered network; a test replaces some of them. */
export const lines = {
  inputs: "inputs: [0.05, 0.10]",
  targets: "targets: [0.01, 0.99]",
  layers: "layers:",
  first: "  - linear: { weight: [[0.15, 0.20], [0.25, 0.30]], bias: [0.35, 0.35] }",
  activation: "  - sigmoid",
  second: "  - linear: { weight: [[0.40, 0.45], [0.50, 0.55]], bias: [0.60, 0.60] }",
  last: "  - sigmoid",
  loss: "loss: half_squared_error",
};

/** The network with some lines replaced, and lines after it. */
export const layered = (changes: Partial<typeof lines> = {}, ...more: string[]): string =>
  [...Object.values({ ...lines, ...changes }).filter((line) => line !== ""), ...more, ""].join(
    "\n",
  );

/** The network with another entry for the first number of its weight. */
export const withWeight = (entry: string): string =>
  layered({
    first: `  - linear: { weight: [[${entry}, 0.20], [0.25, 0.30]], bias: [0.35, 0.35] }`,
  });
