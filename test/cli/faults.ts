/** What must come out of a command line that once gave a wrong number, or an unfair judgement. */
export interface Fault {
  readonly title: string;
  /** In the folder of the inputs; `{article}` is the example, `{out}` an empty folder. */
  readonly args: readonly string[];
  readonly code?: number;
  /** Values in the JSON: path, value, greatest relative error; `null`: exactly this. */
  readonly json?: readonly (readonly [path: string, value: unknown, error: number | null])[];
  /** Values that the JSON must not have. */
  readonly notJson?: readonly (readonly [path: string, value: unknown])[];
  /** Paths that the JSON must not have. */
  readonly absent?: readonly string[];
  readonly out?: readonly RegExp[];
  readonly notOut?: readonly RegExp[];
  readonly err?: readonly RegExp[];
  readonly notErr?: readonly RegExp[];
  /** Commands with the same name here all exit with 0, or none does. */
  readonly agrees?: string;
}

/** Numbers are those of PyTorch in float64, or come from differences in high precision. */
export const faults: readonly Fault[] = [
  {
    title: "layers of a state_dict keep the order of the file",
    args: ["gradients", "hidden-head.yaml", "--json"],
    code: 0,
    json: [["loss.value", 1.149156987094758, 1e-12]],
  },
  {
    title:
      "zeros written around a parameter are constants: not trained, not in the gradient of the tensor",
    args: ["train", "padded-parameter-trained.yaml", "--steps", "1", "--json"],
    code: 0,
    json: [["tensors.a.value.0.0", 1.02, 1e-12]],
    absent: ["parameters.a[1,5]", "parameters.a[0,0]"],
  },
  {
    title: "PyTorch float32 rounding where the true gradient is 0",
    args: [
      "check",
      "float32-zero-gradient-layers.yaml",
      "--against",
      "float32-zero-gradient-layers.pt",
    ],
    code: 0,
  },
  {
    title: "right float32 gradients of a trained network",
    args: ["check", "spiral-10.json", "--against", "grad-10.pt"],
    code: 0,
  },
  {
    title: "the same, transposed: still found",
    args: ["check", "spiral-10.json", "--against", "grad-10-transposed.pt"],
    code: 1,
  },
  {
    title: "several units on a kink at once: the gradient is what the conventions give",
    args: ["check", "xor-zero-bias-tanh-relu.json", "--json"],
    code: 0,
  },
  { title: "3 relu(x) - relu(-x) at 0", args: ["check", "relu-both-sides.yaml"], code: 0 },
  {
    title: "a backward pass that never ran: all zeros",
    args: ["check", "{article}", "--against", "article-zeros.json"],
    code: 1,
  },
  {
    title: "NaN in the numbers given is judged wrong, the others right",
    args: ["check", "nan-given.yaml", "--against", "nan-given.against.yaml"],
    code: 1,
    out: [/nan/i],
  },
  {
    title: "a special case in the middle and longer data",
    args: ["gradients", "guard-lost2.yaml", "--json"],
    code: 0,
    json: [
      ["gradients.x[1]", 1, 1e-12],
      ["gradients.x[2]", 0, 1e-12],
      ["gradients.x[3]", 1, 1e-12],
    ],
  },
  {
    title: "a product with its own mirror image",
    args: ["gradients", "read-pad4.yaml", "--json"],
    code: 0,
    json: [
      ["gradients.z[1]", 0.4, 1e-12],
      ["gradients.z[2]", 0.2, 1e-12],
      ["gradients.z[3]", 0, 1e-12],
    ],
  },
  {
    title: "a recurrence two steps back whose other index is tied to the first",
    args: ["gradients", "cycle2.yaml", "--json"],
    code: 0,
    json: [
      ["loss.value", 0.05671875000000001, 1e-12],
      ["gradients.w", 0.185625, 1e-11],
      ["gradients.x[1]", 0.309375, 1e-11],
      ["gradients.x[2]", 0.41250000000000003, 1e-11],
      ["gradients.x[3]", 0.0, 1e-11],
    ],
  },
  {
    title: "max(t, x[t]) in h[t]: which t? an error that shows both readings",
    args: ["gradients", "shadow2.yaml"],
    code: 2,
    err: [/shadow2\.yaml:\d+:\d+/m],
  },
  {
    title: "the order of addends does not decide over a size (1)",
    args: ["gradients", "size-order-accepted.yaml", "--json"],
    code: 0,
    json: [
      ["loss.value", 7.5, 1e-12],
      ["gradients.w", 15, 1e-12],
    ],
  },
  {
    title: "the order of addends does not decide over a size (2)",
    args: ["gradients", "size-order-refused.yaml", "--json"],
    code: 0,
    json: [
      ["loss.value", 7.5, 1e-12],
      ["gradients.w", 15, 1e-12],
    ],
  },
  {
    title: "PyTorch's clamp in the backward pass of BCE is float32(1e-12)",
    args: ["check", "bce-confident.yaml", "--against", "bce-confident-grad.pt"],
    code: 0,
  },
  {
    title: "nn.Softplus is the identity above 20",
    args: ["check", "softplus-21.yaml", "--against", "softplus-21-grad.pt"],
    code: 0,
  },
  {
    title: "max over two indices at ties, in the PyTorch script",
    args: ["export", "export-max-over-two-indices.yaml", "--to", "pytorch"],
    code: 0,
    notOut: [/amax\(-1\)\.amax\(-1\)/m],
  },
  {
    title: "check and diagnose agree about written digits (check)",
    args: ["check", "{article}", "--against", "digits.yaml"],
    agrees: "digits",
  },
  {
    title: "check and diagnose agree about written digits (diagnose)",
    args: ["diagnose", "{article}", "w5=0.082167040564500"],
    agrees: "digits",
  },
  {
    title: "a checkpoint that holds one state_dict is read",
    args: ["import", "checkpoint.pt"],
    code: 0,
  },
  {
    title: "gradients with None for a frozen layer",
    args: ["check", "frozen.yaml", "--against", "frozen-grad.pt"],
    code: 0,
  },
  {
    title: "a file without parameters: the derivatives by what is given are checked",
    args: ["check", "nothing-checked-holds.yaml", "--json"],
    notJson: [["checked", 0]],
  },
  {
    title: "a flat function on one of two paths: no warning that all gradients are 0",
    args: ["gradients", "false-flat-function-warning.yaml"],
    code: 0,
    notErr: [/every gradient/m],
  },
  {
    title: "symbolic 0 beside high precision -3.35e-17 is no match with error 0",
    args: ["gradients", "GRAD-4095.yaml", "--json"],
    code: 0,
    json: [["gradients.w_a[1,1,1]", -3.3532689065e-17, 1e-6]],
  },
  { title: "delta(t/t', 0) with t' = 0 is no step", args: ["verify", "stream-div0.json"], code: 1 },
  {
    title: "a report of a valid file",
    args: ["report", "CRASH-2496.yaml", "-o", "{out}", "--format", "md"],
    code: 0,
  },
  {
    title: "the derivative of a constant is 0",
    args: ["derive", "pi^2", "--wrt", "x", "--json"],
    code: 0,
    json: [["derivatives.x.infix", "0", null]],
  },
  {
    title: "a hint never leads to another function",
    args: ["derive", "arctan(x)", "--wrt", "x"],
    notErr: [/`tan`/m],
  },
  {
    title: "xe^x by x: one name is never taken silently",
    args: ["derive", "xe^x", "--wrt", "x", "--at", "x=1"],
    notOut: [/log\(xe\)/m],
  },
  {
    title: "= stands between equal numbers, on the terminal too",
    args: ["derive", "exp(-1000*x)", "--wrt", "x", "--at", "x=1"],
    notOut: [/= 0$/m],
  },
];
