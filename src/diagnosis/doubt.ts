import type { Network } from "../network/network.js";
import { noHooks } from "./hooks.js";
import { runPass } from "./pass.js";
import type { PlainNetwork, Vector } from "./plain-network.js";
import { predict } from "./predict.js";
import type { Asked } from "./question.js";
import type { Moment } from "./training.js";

/** So many roundings move a number in each step. */
const roundings = 9;

/**
 * How far rounding in every step, in a format with this unit, may have moved a number: what it does when all parameters
 * are moved as far.
 */
export function doubtAfter(
  network: Network,
  plain: PlainNetwork,
  asked: Asked,
  moment: Moment,
  correct: number,
  unit: number,
): number {
  const share = asked.step * roundings * unit;
  const moved = (sign: (k: number) => number): number => {
    const all = (values: Vector): Vector => values.map((w, k) => w + sign(k) * share * Math.abs(w));
    const parameters = moment.parameters.map(({ weight, bias }) => ({
      weight: all(weight),
      bias: all(bias),
    }));
    const pass = runPass(plain, parameters);
    const there = { parameters, pass, gradients: pass.gradients };
    return Math.abs(predict(network, plain, noHooks, asked, there) - correct);
  };
  const most = Math.max(
    ...[1, -1].flatMap((side) => [moved(() => side), moved((k) => (k % 2 === 0 ? side : -side))]),
  );
  return share * Math.abs(correct) + (Number.isFinite(most) ? most : 0);
}
