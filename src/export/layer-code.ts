import { floatText } from "./leaf-code.js";

/** An option of a row, by its name, as Python writes it. */
type Option = (name: string) => string;

/** The options of a row as the file has them, defaults filled in. */
export const optionsIn =
  (options: ReadonlyMap<string, string>): Option =>
  (name) =>
    floatText(Number(options.get(name)));

/** PyTorch's module for each activation that a file may name. */
export const activationModules: ReadonlyMap<string, (option: Option) => string> = new Map([
  ["identity", () => "nn.Identity()"],
  ["sigmoid", () => "nn.Sigmoid()"],
  ["tanh", () => "nn.Tanh()"],
  ["relu", () => "nn.ReLU()"],
  ["leaky_relu", (option: Option) => `nn.LeakyReLU(${option("slope")})`],
  ["elu", (option: Option) => `nn.ELU(${option("alpha")})`],
  [
    "softplus",
    (option: Option) => `nn.Softplus(beta=${option("beta")}, threshold=${option("threshold")})`,
  ],
  ["gelu", () => "nn.GELU()"],
  ["silu", () => "nn.SiLU()"],
  ["softmax", () => "nn.Softmax(dim=-1)"],
]);

/** What the loss of a sample is computed from. */
export interface LossOperands {
  /** The outputs, features last. */
  readonly y: string;
  /** Targets like the outputs, or class indices. */
  readonly t: string;
  readonly classes: number | undefined;
  readonly option: Option;
}

/** A loss of PyTorch for each output, and its mean over the outputs of a sample. */
const meanOf = (module: string, { y, t }: LossOperands): string =>
  `nn.${module}(${y}, ${t}).mean(-1)`;

/** The loss of each sample in PyTorch, for each loss that a file may name. */
export const lossCalls: ReadonlyMap<string, (operands: LossOperands) => string> = new Map<
  string,
  (operands: LossOperands) => string
>([
  ["half_squared_error", ({ y, t }) => `0.5 * ((${y} - ${t}) ** 2).sum(-1)`],
  ["mse", (operands) => meanOf('MSELoss(reduction="none")', operands)],
  ["l1", (operands) => meanOf('L1Loss(reduction="none")', operands)],
  [
    "huber",
    (operands) =>
      meanOf(`HuberLoss(reduction="none", delta=${operands.option("delta")})`, operands),
  ],
  ["binary_cross_entropy", (operands) => meanOf('BCELoss(reduction="none")', operands)],
  ["cross_entropy", ({ y, t }) => `nn.CrossEntropyLoss(reduction="none")(${y}, ${t})`],
  [
    "categorical_cross_entropy",
    ({ y, t, classes }) => {
      const shares = classes === undefined ? t : `nn.functional.one_hot(${t}, ${classes})`;
      return `-xlogy(${shares}, ${y}).sum(-1)`;
    },
  ],
]);
