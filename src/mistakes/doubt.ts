import type { Network } from "../network/network.js";
import { noHooks } from "./hooks.js";
import { runPass } from "./pass.js";
import type { PlainNetwork, Vector } from "./plain-network.js";
import { predict } from "./predict.js";
import type { Asked } from "./question.js";
import type { Moment } from "./training.js";

/** How far rounding in every step may have moved a number: what it does when all parameters are moved as far. */
export function doubtAfter(
  network: Network,
  plain: PlainNetwork,
  asked: Asked,
  moment: Moment,
  correct: number,
): number {
  const moved = (sign: (k: number) => number): number => {
    const all = (values: Vector): Vector =>
      values.map((w, k) => w + sign(k) * asked.step * 1e-15 * Math.abs(w));
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
  return asked.step * 1e-15 * Math.abs(correct) + (Number.isFinite(most) ? most : 0);
}
