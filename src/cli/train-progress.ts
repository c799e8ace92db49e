import type { Terminal } from "./terminal.js";

/** The first line of progress appears after so many milliseconds, and each further one after so many more. */
const patience = 1000;
const pause = 100;

/** Shows on a terminal that somebody watches how far a long training is; anywhere else nothing. */
export function showProgress(
  steps: number,
  { progress }: Terminal,
  wait = patience,
): { readonly report: (done: number, loss: number) => void; readonly end: () => void } {
  if (!progress) return { report: () => {}, end: () => {} };
  let next = Date.now() + wait;
  let isShown = false;
  return {
    report: (done, loss) => {
      const now = Date.now();
      if (now < next) return;
      next = now + pause;
      isShown = true;
      progress(`step ${done} of ${steps}, loss ${loss.toPrecision(6)}`);
    },
    end: () => {
      if (isShown) progress("");
    },
  };
}
