import { arraysOf, everywhere, type Helper } from "./helper.js";
import { likelihoodHelpers } from "./likelihood-helpers.js";

/** Python's own functions raise an error where the result is too large; float64 has an infinity. */
const unbounded = (name: string, overflow: string): Helper => ({
  name,
  code: everywhere(`def ${name}(x):
    try:
        return math.${name}(x)
    except OverflowError:
        return ${overflow}`),
});

const extreme = (name: string, own: string): Helper => ({
  name: `${name}imum`,
  code: {
    python: `def ${name}imum(*values):
    return ${own}(values)`,
    numpy: `def ${name}imum(*values):
    return functools.reduce(np.${name}imum, values)`,
    torch: `def ${name}imum(*values):
    # Arguments that are equal share the gradient.
    return torch.a${own}(torch.stack(torch.broadcast_tensors(*values)), 0)`,
    jax: `def ${name}imum(*values):
    # Arguments that are equal share the gradient.
    return jnp.stack(jnp.broadcast_arrays(*values)).${own}(0)`,
  },
});

/** Functions, in an order in which each comes after those that it calls. */
export const mathHelpers: readonly Helper[] = [
  unbounded("exp", "math.inf"),
  unbounded("expm1", "math.inf"),
  unbounded("sinh", "math.copysign(math.inf, x)"),
  unbounded("cosh", "math.inf"),
  {
    name: "log",
    code: everywhere(`def log(x):
    return math.log(x) if x > 0 else -math.inf if x == 0 else math.nan`),
  },
  {
    name: "cbrt",
    code: {
      ...everywhere(`def cbrt(x):
    return math.copysign(abs(x) ** (1 / 3), x)`),
      torch: `def cbrt(x):
    return torch.sign(x) * abs(x) ** (1 / 3)`,
    },
  },
  {
    name: "sign",
    code: everywhere(`def sign(x):
    return float(x > 0) - float(x < 0)`),
  },
  {
    name: "step",
    code: {
      ...everywhere(`def step(x):
    return 1.0 if x > 0 else 0.0`),
      ...arraysOf(
        (module) => `def step(x):
    return ${module}.where(x > 0, 1.0, 0.0)`,
      ),
    },
  },
  {
    name: "equal",
    code: {
      ...everywhere(`def equal(a, b):
    return 1.0 if a == b else 0.0`),
      ...arraysOf(
        (module) => `def equal(a, b):
    return ${module}.where(a == b, 1.0, 0.0)`,
      ),
    },
  },
  extreme("max", "max"),
  extreme("min", "min"),
  {
    name: "sech",
    code: {
      ...everywhere(`def sech(x):
    small = math.exp(-abs(x))
    return 2 * small / (1 + small * small)`),
      ...arraysOf(
        (module) => `def sech(x):
    small = ${module}.exp(-abs(x))
    return 2 * small / (1 + small * small)`,
      ),
    },
  },
  {
    name: "sigmoid",
    code: {
      ...everywhere(`def sigmoid(x):
    # No exponential of a large number, for either sign.
    small = math.exp(-abs(x))
    return (1 if x >= 0 else small) / (1 + small)`),
      numpy: `def sigmoid(x):
    # No exponential of a large number, for either sign.
    small = np.exp(-abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)`,
    },
  },
  {
    name: "softplus",
    code: everywhere(`def softplus(x):
    return max(x, 0) + math.log1p(math.exp(-abs(x)))`),
  },
  {
    name: "torch_softplus",
    code: {
      ...everywhere(`def torch_softplus(x, beta, threshold):
    # As in PyTorch: x itself above the threshold.
    return x if beta * x > threshold else softplus(beta * x) / beta`),
      numpy: `def torch_softplus(x, beta, threshold):
    # As in PyTorch: x itself above the threshold.
    return np.where(beta * x > threshold, x, np.logaddexp(0, beta * x) / beta)`,
      jax: `def torch_softplus(x, beta, threshold):
    # As in PyTorch: x itself above the threshold.
    return jnp.where(beta * x > threshold, x, jax.nn.softplus(beta * x) / beta)`,
    },
  },
  {
    name: "erf",
    code: { numpy: "erf = np.vectorize(math.erf, otypes=[float])" },
  },
  {
    name: "erfc",
    code: { numpy: "erfc = np.vectorize(math.erfc, otypes=[float])" },
  },
  {
    name: "gelu",
    code: {
      ...everywhere(`def gelu(x):
    return 0.5 * x * math.erfc(-x / math.sqrt(2))`),
      numpy: `def gelu(x):
    return 0.5 * x * erfc(-x / math.sqrt(2))`,
    },
  },
  {
    name: "silu",
    code: everywhere(`def silu(x):
    return x * sigmoid(x)`),
  },
  {
    name: "relu",
    code: everywhere(`def relu(x):
    return max(x, 0)`),
  },
  {
    name: "leaky_relu",
    code: {
      ...everywhere(`def leaky_relu(x, slope):
    return x if x > 0 else slope * x`),
      ...arraysOf(
        (module) => `def leaky_relu(x, slope):
    return ${module}.where(x > 0, x, slope * x)`,
      ),
    },
  },
  {
    name: "elu",
    code: {
      ...everywhere(`def elu(x, alpha):
    return x if x > 0 else alpha * math.expm1(x)`),
      ...arraysOf(
        (module) => `def elu(x, alpha):
    # The exponential is cut at 0, or the branch that is not taken could overflow.
    return ${module}.where(x > 0, x, alpha * ${module}.expm1(${module}.where(x > 0, 0.0, x)))`,
      ),
    },
  },
  {
    name: "logsumexp",
    code: {
      python: `def logsumexp(values):
    # log Σ exp(v) = m + log Σ exp(v - m) with the largest m, so that nothing overflows.
    values = list(values)
    m = max(values)
    return m + math.log(sum(math.exp(v - m) for v in values))`,
      numpy: `def logsumexp(values):
    # log Σ exp(v) = m + log Σ exp(v - m) with the largest m, so that nothing overflows.
    m = values.max(-1)
    return m + np.log(np.exp(values - m[..., None]).sum(-1))`,
    },
  },
  ...likelihoodHelpers,
];
