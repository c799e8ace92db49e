import type { MistakeId } from "../../diagnosis/rows/index.js";
import { mistakesEn } from "./mistakes-en.js";
import { mistakesZh } from "./mistakes-zh.js";

/** A sentence for every known mistake, from the number of what it strikes. A missing one does not compile. */
export type MistakeSentences = { readonly [Id in MistakeId]: (which: number) => string };

/** What a diagnosis says besides its mistakes. */
export interface DiagnosisWords {
  readonly right: string;
  /** Of a wrong number. */
  readonly shouldBe: (correct: string) => string;
  readonly nothing: string;
  readonly allRight: string;
  readonly causes: (count: number) => string;
  readonly where: (line: string) => string;
  readonly partial: string;
  readonly tellApart: (name: string) => string;
}

const wordsEn: DiagnosisWords = {
  right: "right",
  shouldBe: (correct) => `wrong: it is ${correct}`,
  nothing: "No known mistake leads to these numbers.",
  allRight: "Every number is right.",
  causes: (count) =>
    count === 1 ? "One known mistake leads to this:" : `${count} known mistakes lead to this:`,
  where: (line) => `It enters at ${line}`,
  partial: "In the numbers that are right it was not made.",
  tellApart: (name) => `To tell them apart, compute ${name}:`,
};

const wordsZh: DiagnosisWords = {
  right: "正确",
  shouldBe: (correct) => `错误：应为 ${correct}`,
  nothing: "没有已知的错误会得到这些数。",
  allRight: "所有的数都正确。",
  causes: (count) => `有 ${count} 种已知的错误会得到这个结果：`,
  where: (line) => `错在这一行：${line}`,
  partial: "正确的那些数里没有犯这个错误。",
  tellApart: (name) => `要区分它们，请计算 ${name}：`,
};

/** The words of a diagnosis in every language that `--lang` takes. */
export const diagnosisLanguages: Readonly<
  Record<string, { readonly mistakes: MistakeSentences; readonly words: DiagnosisWords }>
> = {
  en: { mistakes: mistakesEn, words: wordsEn },
  zh: { mistakes: mistakesZh, words: wordsZh },
};
