import { arraysOf, everywhere, type Helper } from "./helper.js";

const crossEntropyOf = (module: string): string =>
  `(t - 1) * ${module}.maximum(${module}.log1p(-y), -100) - t * ${module}.maximum(${module}.log(y), -100)`;

/** Where t is 0, the logarithm and the quotient are of 1, so that no infinity is multiplied by 0. */
const unlessUnused = (name: string, parameters: string, result: (y: string) => string): Helper => ({
  name,
  code: {
    ...everywhere(`def ${name}(${parameters}):
    return 0.0 if t == 0 else ${result("y").replace("LOG", "log")}`),
    ...arraysOf(
      (module) => `def ${name}(${parameters}):
    used = ${module}.where(t == 0, 1.0, y)
    return ${module}.where(t == 0, 0.0, ${result("used").replace("LOG", `${module}.log`)})`,
    ),
  },
});

const tensorsFirst = (code: string, names: readonly string[]): string => {
  const tensors = names.map((name) => `torch.as_tensor(${name}, dtype=torch.float64)`);
  return code.replace(":\n", `:\n    ${names.join(", ")} = ${tensors.join(", ")}\n`);
};

/** The same with parameters that may be plain numbers made tensors first. */
const forTensors =
  (...names: readonly string[]) =>
  ({ name, code }: Helper): Helper => ({
    name,
    code: { ...code, ...(code.torch !== undefined && { torch: tensorsFirst(code.torch, names) }) },
  });

/** Terms of losses with PyTorch's conventions at the borders of what a probability can be. */
export const likelihoodHelpers: readonly Helper[] = [
  {
    name: "binary_cross_entropy",
    code: {
      python: `def binary_cross_entropy(y, t):
    # Each logarithm is cut at -100, as in PyTorch.
    rest = max(math.log1p(-y), -100.0) if y < 1 else -100.0
    return (t - 1) * rest - t * max(log(y), -100.0)`,
      numpy: `def binary_cross_entropy(y, t):
    # Each logarithm is cut at -100, as in PyTorch.
    with np.errstate(divide="ignore"):
        return ${crossEntropyOf("np")}`,
      torch: `def binary_cross_entropy(y, t):
    y, t = torch.broadcast_tensors(
        torch.as_tensor(y, dtype=torch.float64), torch.as_tensor(t, dtype=torch.float64)
    )
    return nn.functional.binary_cross_entropy(y, t, reduction="none")`,
      jax: `@jax.custom_jvp
def binary_cross_entropy(y, t):
    # Each logarithm is cut at -100, as in PyTorch.
    return ${crossEntropyOf("jnp")}


@binary_cross_entropy.defjvp
def binary_cross_entropy_slopes(primals, tangents):
    (y, t), (dy, dt) = primals, tangents
    # The denominator is cut at 1e-12 as a float32 number.
    by_y = (y - t) / jnp.maximum(y * (1 - y), 9.999999960041972e-13)
    by_t = jnp.maximum(jnp.log1p(-y), -100) - jnp.maximum(jnp.log(y), -100)
    return binary_cross_entropy(y, t), by_y * dy + by_t * dt`,
    },
  },
  ...[
    unlessUnused("xlogy", "t, y", (y) => `t * LOG(${y})`),
    unlessUnused("share", "t, y", (y) => `t / ${y}`),
  ].map(forTensors("t", "y")),
  ...[
    {
      name: "power_log",
      code: {
        ...everywhere(`def power_log(a, b, k):
    return 0.0 if a == 0 and b > 0 else a**b * log(a)**k`),
        ...arraysOf(
          (module) => `def power_log(a, b, k):
    used = ${module}.where(a == 0, 1.0, a)
    return a**b * ${module}.log(used)**k`,
        ),
      },
    },
    {
      name: "power_slope",
      code: {
        ...everywhere(`def power_slope(a, b):
    return 0.0 if b == 0 else b * a**(b - 1)`),
        ...arraysOf(
          (module) => `def power_slope(a, b):
    return b * ${module}.where(b == 0, 1.0, a)**(b - 1)`,
        ),
      },
    },
  ].map(forTensors("a", "b")),
];
