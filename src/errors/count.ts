/** An amount with its noun: "1 number", "2 numbers". */
export const count = (amount: number, noun: string): string =>
  `${amount} ${noun}${amount === 1 ? "" : "s"}`;
