/** The languages of scripts: Python's own floats, and the arrays of three libraries. */
export type Family = "python" | "numpy" | "torch" | "jax";

/** A call for each family: `#1`, `#2` are the arguments, `#*` all of them. Other names are in `helpers.ts`. */
export type FunctionCode = Readonly<Record<Family, string>>;

const modules: FunctionCode = { python: "math", numpy: "np", torch: "torch", jax: "jnp" };
/** A template with `#m` for the library's module. */
const inModule = (template: string): FunctionCode => ({
  python: template.replaceAll("#m", modules.python),
  numpy: template.replaceAll("#m", modules.numpy),
  torch: template.replaceAll("#m", modules.torch),
  jax: template.replaceAll("#m", modules.jax),
});

/** A function that has the same name everywhere. */
const common = (name: string): FunctionCode => inModule(`#m.${name}(#1)`);

/** `asin` is `arcsin` in NumPy and JAX. */
const inverse = (name: string, arc: string, parameters = "#1"): FunctionCode => ({
  ...inModule(`#m.${arc}(${parameters})`),
  python: `math.${name}(${parameters})`,
  torch: `torch.${name}(${parameters})`,
});

/** How each function of the function table is called, by the name of its row. */
export const functionCode: ReadonlyMap<string, FunctionCode> = new Map<string, FunctionCode>([
  ["exp", { ...common("exp"), python: "exp(#1)" }],
  ["log", { ...common("log"), python: "log(#1)" }],
  ["log_base", { ...inModule("(#m.log(#1) / #m.log(#2))"), python: "(log(#1) / log(#2))" }],
  ["log2", common("log2")],
  ["log10", common("log10")],
  ["log1p", common("log1p")],
  ["expm1", { ...common("expm1"), python: "expm1(#1)" }],
  ["sqrt", common("sqrt")],
  ["cbrt", { ...common("cbrt"), python: "cbrt(#1)", torch: "cbrt(#1)" }],
  ["square", inModule("pow(#1, 2)")],
  ["cube", inModule("pow(#1, 3)")],
  ["pow", inModule("pow(#1, #2)")],
  [
    "erf",
    {
      python: "math.erf(#1)",
      numpy: "erf(#1)",
      torch: "torch.erf(#1)",
      jax: "jax.lax.erf(jnp.asarray(#1))",
    },
  ],
  ["abs", inModule("abs(#1)")],
  ["sign", { ...common("sign"), python: "sign(#1)" }],
  ["max", inModule("maximum(#*)")],
  ["min", inModule("minimum(#*)")],
  ["step", inModule("step(#1)")],
  ["equal", inModule("equal(#1, #2)")],
  ["sin", common("sin")],
  ["cos", common("cos")],
  ["tan", common("tan")],
  ["sec", inModule("(1 / #m.cos(#1))")],
  ["csc", inModule("(1 / #m.sin(#1))")],
  ["cot", inModule("(1 / #m.tan(#1))")],
  ["asin", inverse("asin", "arcsin")],
  ["acos", inverse("acos", "arccos")],
  ["atan", inverse("atan", "arctan")],
  ["atan2", inverse("atan2", "arctan2", "#1, #2")],
  ["sinh", { ...common("sinh"), python: "sinh(#1)" }],
  ["cosh", { ...common("cosh"), python: "cosh(#1)" }],
  ["tanh", common("tanh")],
  ["sech", inModule("sech(#1)")],
  ["csch", { ...inModule("(1 / #m.sinh(#1))"), python: "(1 / sinh(#1))" }],
  ["coth", inModule("(1 / #m.tanh(#1))")],
  ["asinh", inverse("asinh", "arcsinh")],
  ["acosh", inverse("acosh", "arccosh")],
  ["atanh", inverse("atanh", "arctanh")],
  [
    "sigmoid",
    { ...inModule("sigmoid(#1)"), torch: "torch.sigmoid(#1)", jax: "jax.nn.sigmoid(#1)" },
  ],
  [
    "softplus",
    {
      python: "softplus(#1)",
      numpy: "np.logaddexp(0, #1)",
      torch: "nn.functional.softplus(#1, threshold=40)",
      jax: "jax.nn.softplus(#1)",
    },
  ],
  [
    "torch_softplus",
    { ...inModule("torch_softplus(#1, #2, #3)"), torch: "nn.functional.softplus(#1, #2, #3)" },
  ],
  [
    "gelu",
    {
      ...inModule("gelu(#1)"),
      torch: "nn.functional.gelu(#1)",
      jax: "jax.nn.gelu(#1, approximate=False)",
    },
  ],
  ["silu", { ...inModule("silu(#1)"), torch: "nn.functional.silu(#1)", jax: "jax.nn.silu(#1)" }],
  [
    "relu",
    {
      python: "relu(#1)",
      numpy: "np.maximum(#1, 0)",
      torch: "torch.relu(#1)",
      jax: "jax.nn.relu(#1)",
    },
  ],
  ["leaky_relu", inModule("leaky_relu(#1, #2)")],
  ["elu", inModule("elu(#1, #2)")],
  ["binary_cross_entropy", inModule("binary_cross_entropy(#1, #2)")],
  ["power_log", inModule("power_log(#1, #2, #3)")],
  ["power_slope", inModule("power_slope(#1, #2)")],
  ["xlogy", inModule("xlogy(#1, #2)")],
  ["share", inModule("share(#1, #2)")],
]);

/** A call of a function. Throws for one that the table does not have, which a test of the table excludes. */
export function callCode(name: string, family: Family, parameters: readonly string[]): string {
  const template = functionCode.get(name)?.[family];
  if (template === undefined) throw new Error(`scripts cannot call ${name}`);
  return template
    .replaceAll("#*", () => parameters.join(", "))
    .replace(/#(\d)/g, (_, place: string) => parameters[Number(place) - 1] ?? "");
}
