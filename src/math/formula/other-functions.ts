/** What to write, or why there is nothing to write, for functions that people know and formulas do not have. */
interface OtherFunction {
  readonly names: string;
  /** `#1` stands for the first argument, `@1` for the same where it is an operand. */
  readonly help: string;
}

const write = (names: string, ...formulas: readonly string[]): OtherFunction => ({
  names,
  help: `write ${formulas.map((formula) => `\`${formula}\``).join(" or ")}`,
});

const because = (names: string, help: string): OtherFunction => ({ names, help });

const others: readonly OtherFunction[] = [
  because(
    "acot arccot arcctg arccotan",
    "write `atan(1/@1)`, or `pi/2 - atan(#1)` for an angle between 0 and pi",
  ),
  write("asec arcsec", "acos(1/@1)"),
  write("acsc arccsc acosec arccosec", "asin(1/@1)"),
  write("asech arcsech arsech", "acosh(1/@1)"),
  write("acsch arccsch arcsch", "asinh(1/@1)"),
  write("acoth arccoth arcoth", "atanh(1/@1)"),
  write("versin", "1 - cos(#1)"),
  write("haversin hav", "sin(@1/2)^2"),
  write("sinc", "sin(#1)/@1", "sin(pi*@1)/(pi*@1)"),
  write("tanc", "tan(#1)/@1"),
  write("sind", "sin(@1*pi/180)"),
  write("cosd", "cos(@1*pi/180)"),
  write("tand", "tan(@1*pi/180)"),
  write("sinpi", "sin(pi*@1)"),
  write("cospi", "cos(pi*@1)"),
  write("cas", "cos(#1) + sin(#1)"),
  write("deg degrees", "@1*180/pi"),
  write("rad radians", "@1*pi/180"),
  write("exp2", "2^@1"),
  write("exp10", "10^@1"),
  write("logit", "log(@1/(1 - @1))"),
  write("logaddexp", "log(exp(#1) + exp(#2))"),
  write("erfc", "1 - erf(#1)"),
  write("nthroot surd", "@1^(1/@2)"),
  because("root nroot", "the n-th root of x is `x^(1/n)`"),
  write("amax nanmax", "max(i, x[i])"),
  write("amin nanmin", "min(i, x[i])"),
  because("sqr", "write `sqrt(#1)` for the root, `@1^2` for the square"),
  write("rsqrt", "1/sqrt(#1)"),
  write("reciprocal", "1/@1"),
  write("hypot", "sqrt(@1^2 + @2^2)"),
  write("clip clamp", "min(max(#1, #2), #3)"),
  write("softsign", "@1/(1 + abs(#1))"),
  write("logsigmoid log_sigmoid", "-softplus(-@1)"),
  write("mish", "@1*tanh(softplus(#1))"),
  write("relu6", "min(relu(#1), 6)"),
  write("hardtanh", "max(-1, min(1, #1))"),
  write("hardsigmoid hard_sigmoid", "max(0, min(1, @1/6 + 1/2))"),
  write("hardswish hard_swish", "@1*max(0, min(1, @1/6 + 1/2))"),
  write("selu", "1.0507009873554805*elu(#1, 1.6732632423543772)"),
  write("celu", "@2*elu(@1/@2)"),
  write("prelu", "leaky_relu(#1, #2)"),
  write("tanhshrink", "@1 - tanh(#1)"),
  write("sigm sig", "sigmoid(#1)"),
  because("sigma σ", "write `sigmoid(#1)` for the function, `sigma*@1` for a product"),
  write("softmax", "exp(x[i])/sum(j, exp(x[j]))"),
  write("log_softmax logsoftmax", "x[i] - logsumexp(j, x[j])"),
  write("norm norm2", "sqrt(sum(i, x[i]^2))"),
  write("norm1", "sum(i, abs(x[i]))"),
  write("dot matmul mm mv", "sum(i, a[i]*b[i])"),
  write("average avg", "mean(i, x[i])"),
  write("var variance", "mean(i, (x[i] - m)^2)"),
  write("std", "sqrt(mean(i, (x[i] - m)^2))"),
  because(
    "prod product",
    "there is no product over an index; of positive factors it is `exp(sum(i, log(x[i])))`",
  ),
  because(
    "floor ceil ceiling round trunc frac fix heaviside Heaviside step unitstep UnitStep rect boxcar",
    "a function of steps cannot be used: where it has a derivative that is 0, and at the steps it has none",
  ),
  because(
    "mod fmod rem remainder modulo",
    "a remainder cannot be used: it jumps, and has no derivative there; between the jumps it is `@1` less a constant",
  ),
  because(
    "argmax argmin",
    "a position cannot be used: it jumps, and its derivative is 0 or does not exist",
  ),
  because(
    "where if ite iif piecewise cond ifelse and or not xor else",
    "formulas have no conditions; `max`, `min`, `abs` and `relu` can take their place",
  ),
  because("median percentile quantile sort", "formulas choose by `max` and `min` only"),
  because(
    "factorial gamma Gamma lgamma loggamma gammaln digamma zeta Zeta lambertw LambertW erfinv erfi Si Ci Ei li besselj bessely airy binom nCr choose",
    "formulas do not have this function; those that they have are in the README",
  ),
  because(
    "rand randn random uniform normal dropout",
    "formulas are not random: give the numbers as data",
  ),
  because(
    "dx dy dz dt diff derivative deriv grad gradient D integrate integral int limit lim solve",
    "write the function itself: a formula has no derivatives, integrals or limits in it",
  ),
  because(
    "transpose det trace tr inv inverse expm logm sqrtm rank diag outer kron cross adj dim",
    "formulas have no matrices as such: write entries with indices, as in `sum(i, W[j,i]*x[i])`",
  ),
  because(
    "re im Re Im real imag arg conj conjugate cis csin ccos ctan",
    "formulas have no complex numbers",
  ),
  because("sup inf", "write `max` or `min`"),
  because("cov corr cor map mat cdf pdf gcd lcm sgm", "formulas do not have this function"),
];

const byName: ReadonlyMap<string, string> = new Map(
  others.flatMap(({ names, help }) => names.split(" ").map((name) => [name, help] as const)),
);

const logical = new Set(["and", "or", "not", "xor", "if", "else"]);

/** Whether a name is a word of a condition, and so no factor. */
export const isLogical = (name: string): boolean => logical.has(name);

const between = new Set(["mod", "rem", "modulo", "dot", "cross", ...logical]);

/** Whether a name stands between its operands where people write it, and so is no factor. */
export const isBetween = (name: string): boolean => between.has(name);

const isOperand = /^(?:[\p{L}\p{N}_.]+(?:\([^()]*\)|\[[^[\]]*\])?|\([^()]*\))$/u;
const asOperand = (text: string): string => (isOperand.test(text) ? text : `(${text})`);
const letters = ["x", "y", "z"];

/** A text in which `#1` and `@1` are replaced by arguments as they were written, missing ones by letters. */
function filled(help: string, parameters: readonly string[]): string {
  return help.replace(/([#@])(\d)/g, (_, kind: string, digit: string) => {
    const text = parameters[Number(digit) - 1] ?? letters[Number(digit) - 1] ?? "…";
    return kind === "@" ? asOperand(text) : text;
  });
}

const longestParameter = 40;

/** What to write in the place of a function that formulas do not have; undefined for a name that says nothing. */
export function helpForFunction(name: string, written: readonly string[] = []): string | undefined {
  const parameters = written.map((text) => (text.length > longestParameter ? "…" : text));
  const [, base] = /^(?:log|ln)_?(\d+|[a-df-z])$/.exec(name) ?? [];
  const help = byName.get(name) ?? (base === undefined ? undefined : `write \`log(#1, ${base})\``);
  return help === undefined ? undefined : filled(help, parameters);
}
