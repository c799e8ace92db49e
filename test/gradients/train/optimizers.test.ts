import { describe, expect, it } from "vitest";
import { train } from "../../../src/gradients/train/train.js";
import { networkOf } from "../../support/read.js";

const file = (optimizer: string): string => `
parameters: { a: 0.5, b: -1.2 }
equations:
  E: (a - 2)^2/2 + a*b + b^4
optimizer: ${optimizer.includes(":") ? `{ ${optimizer} }` : optimizer}
`;

type Point = readonly [number, number];

/**
 * The parameters after 1, 2 and 5 steps, by another program: PyTorch's algorithms written out in Python with plain
 * numbers, with the gradients a - 2 + b and a + 4b³ put in by hand.
 */
const known: readonly (readonly [optimizer: string, after: readonly [Point, Point, Point]])[] = [
  [
    "sgd: { lr: 0.01 }",
    [
      [0.527, -1.13588],
      [0.5530888, -1.082528442939461],
      [0.6269273288199478, -0.9646679378011849],
    ],
  ],
  [
    "sgd: { lr: 0.01, momentum: 0.9, dampening: 0.1, weight_decay: 0.05 }",
    [
      [0.52675, -1.13528],
      [0.5740647325, -1.0285860349649378],
      [0.804792669389096, -0.6258513467301303],
    ],
  ],
  [
    "sgd: { lr: 0.01, momentum: 0.9, nesterov: true }",
    [
      [0.5513, -1.078172],
      [0.621180568, -0.9414567024901954],
      [0.9025222118285127, -0.5764708285754553],
    ],
  ],
  [
    "adam",
    [
      [0.5009999999962963, -1.1990000000015595],
      [0.5019999806088978, -1.1980000753784614],
      [0.5049996775442085, -1.1950012545268585],
    ],
  ],
  [
    "adam: { lr: 0.1, betas: [0.8, 0.95], eps: 0.001, weight_decay: 0.1 }",
    [
      [0.599962278385515, -1.1000153069034133],
      [0.6994854885371515, -1.0024045347283868],
      [0.9919333935543245, -0.7433693097508128],
    ],
  ],
  [
    "adam: { lr: 0.3, betas: [0.5, 0.5], amsgrad: true }",
    [
      [0.7999999988888888, -0.9000000004678728],
      [1.0977569754991274, -0.6966908239230639],
      [1.7704804552806634, -0.5755979834577742],
    ],
  ],
  [
    "adamw",
    [
      [0.5009949999962963, -1.1989880000015596],
      [0.5019899705907885, -1.1979760863446844],
      [0.504974576917689, -1.1949413698012532],
    ],
  ],
  [
    "adamw: { lr: 0.1, weight_decay: 0.2, amsgrad: true }",
    [
      [0.5899999996296296, -1.0760000001559575],
      [0.6779000234185343, -0.9571391373108248],
      [0.9271614666779626, -0.6506341748243932],
    ],
  ],
  [
    "rmsprop",
    [
      [0.5999999962962964, -1.1000000015595757],
      [0.6681244377933329, -1.0404920664757276],
      [0.8101525031545624, -0.9331947514284918],
    ],
  ],
  [
    "rmsprop: { lr: 0.05, alpha: 0.9, momentum: 0.8, centered: true, weight_decay: 0.1 }",
    [
      [0.6666666645702307, -1.033333334183847],
      [0.9185168518610098, -0.8079730272010927],
      [1.787854388292923, -0.33376642230168646],
    ],
  ],
  [
    "adagrad",
    [
      [0.5099999999996296, -1.1900000000001558],
      [0.517044732636347, -1.1830310867026574],
      [0.5321765361777584, -1.168226413559194],
    ],
  ],
  [
    "adagrad: { lr: 0.5, lr_decay: 0.1, weight_decay: 0.1, initial_accumulator_value: 0.2, eps: 0.001 }",
    [
      [0.9928452025192143, -0.7012439388742597],
      [1.2262728862926644, -0.669625671656314],
      [1.6074822463259482, -0.6864649448314346],
    ],
  ],
];

describe("optimizers step as PyTorch's do", () => {
  it.each(known)("%s", (optimizer, after) => {
    const network = networkOf(file(optimizer));
    for (const [place, steps] of [1, 2, 5].entries()) {
      const { parameters } = train(network, steps);
      expect(Math.abs((parameters.get("a") ?? 0) - (after[place]?.[0] ?? 0))).toBeLessThan(1e-12);
      expect(Math.abs((parameters.get("b") ?? 0) - (after[place]?.[1] ?? 0))).toBeLessThan(1e-12);
    }
  });

  it("Adam's first step moves each parameter by η g / (|g| + ε), whatever the betas are", () => {
    const [g, h] = [0.5 - 2 - 1.2, 0.5 + 4 * (-1.2) ** 3];
    for (const betas of ["[0.9, 0.999]", "[0, 0]", "[0.3, 0.7]"]) {
      const optimizer = `adam: { lr: 0.25, betas: ${betas}, eps: 0.5 }`;
      const { parameters } = train(networkOf(file(optimizer)), 1);
      expect(parameters.get("a")).toBeCloseTo(0.5 - (0.25 * g) / (Math.abs(g) + 0.5), 13);
      expect(parameters.get("b")).toBeCloseTo(-1.2 - (0.25 * h) / (Math.abs(h) + 0.5), 13);
    }
  });
});
