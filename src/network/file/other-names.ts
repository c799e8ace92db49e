/** What to write, or why there is nothing to write, for names that other libraries have in the places of ours. */
interface OtherName {
  readonly names: string;
  readonly help: string;
}

const as = (name: string, names: string): OtherName => ({ names, help: `write \`${name}\`` });
const formula = (text: string, names: string): OtherName => ({
  names,
  help: `write \`{ formula: "${text}" }\``,
});
const because = (help: string, names: string): OtherName => ({ names, help });

const losses: readonly OtherName[] = [
  as("mse", "mse_loss mseloss mean_squared_error l2 l2_loss"),
  as("l1", "l1_loss l1loss mae mean_absolute_error"),
  as("binary_cross_entropy", "bce bce_loss bceloss binary_crossentropy log_loss"),
  as("cross_entropy", "ce ce_loss crossentropy crossentropyloss cross_entropy_loss"),
  as("categorical_cross_entropy", "categorical_crossentropy cce"),
  as("huber: { delta: 1 }", "huber_loss huberloss smooth_l1 smooth_l1_loss smoothl1loss"),
  as("half_squared_error", "half_mse"),
  because(
    'write `half_squared_error` for ½ Σ (y − t)², `{ formula: "(y - t)^2" }` for the sum without ½',
    "squared_error",
  ),
  because(
    "`cross_entropy` takes logits and has the softmax inside",
    "softmax_cross_entropy softmax_cross_entropy_with_logits",
  ),
  because(
    "`nll_loss` takes log-probabilities: without the `log_softmax` before it, it is `cross_entropy` of the logits",
    "nll nll_loss nllloss",
  ),
  because(
    'take the last layer `sigmoid` with `binary_cross_entropy`; of logits y it is `{ formula: "softplus(y) - t*y" }`, summed over the outputs',
    "bce_with_logits bcewithlogits bcewithlogitsloss bce_with_logits_loss binary_cross_entropy_with_logits",
  ),
  because(
    "targets that are class indices go with `cross_entropy`, which takes logits",
    "sparse_categorical_crossentropy sparse_cross_entropy",
  ),
  formula("(y - t)^2", "sse sum_squared_error"),
  formula("relu(1 - t*y)", "hinge hinge_loss"),
  formula("log(cosh(y - t))", "logcosh log_cosh"),
  formula("exp(y) - t*y", "poisson poisson_nll poisson_nll_loss"),
  because(
    "a root over all outputs is no sum over them: write the network as equations, or take `mse`",
    "rmse",
  ),
  because(
    "with targets that are probabilities it differs from `categorical_cross_entropy` by a constant only",
    "kl kl_div kldiv kldivloss kullback_leibler",
  ),
];

const layers: readonly OtherName[] = [
  as("linear", "dense fc fully_connected"),
  as("sigmoid", "logistic expit"),
  as("silu", "swish"),
  as("leaky_relu", "leakyrelu lrelu"),
  as("identity", "none id noop"),
  formula("max(-1, min(1, x))", "hardtanh hard_tanh"),
  formula("max(0, min(1, x/6 + 1/2))", "hardsigmoid hard_sigmoid"),
  formula("x*max(0, min(1, x/6 + 1/2))", "hardswish hard_swish"),
  formula("min(relu(x), 6)", "relu6"),
  formula("1.0507009873554805*elu(x, 1.6732632423543772)", "selu"),
  formula("x*tanh(softplus(x))", "mish"),
  formula("x/(1 + abs(x))", "softsign"),
  formula("-softplus(-x)", "logsigmoid log_sigmoid"),
  formula("x - tanh(x)", "tanhshrink"),
  formula("sin(x)", "sin sine"),
  formula("exp(x)", "exp"),
  formula(
    "x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))",
    "gelu_tanh gelutanh gelu_new gelu_approximate",
  ),
  because("the loss `cross_entropy` has it inside: leave the layer out", "log_softmax logsoftmax"),
  because(
    "dropout is random in training and does nothing when a network is evaluated: leave it out",
    "dropout dropout1d dropout2d alphadropout alpha_dropout",
  ),
  because(
    "the inputs of a layered file are one list for each sample already: leave it out",
    "flatten reshape view squeeze unflatten",
  ),
  because(
    "write a convolution as equations: `z[c,t]: sum(k, w[c,k]*x[t+k-1]) + b[c]`",
    "conv conv1d conv2d conv3d convolution convtranspose2d convtranspose1d",
  ),
  because(
    "write a pooling as equations: `p[t]: max(k, z[2*t+k-2])`, or with `mean`",
    "pool maxpool maxpool1d maxpool2d max_pool2d avgpool avgpool1d avgpool2d avg_pool2d adaptiveavgpool2d",
  ),
  because(
    "write a normalisation as equations: `m: mean(i, x[i])`, `v: mean(i, (x[i] - m)^2)`, `n[i]: (x[i] - m)/sqrt(v + 1e-5)`",
    "batchnorm batch_norm batchnorm1d batchnorm2d layernorm layer_norm groupnorm group_norm instancenorm rmsnorm rms_norm normalization",
  ),
  because(
    "write a recurrence as equations: `h[t]: tanh(u*x[t] + w*h[t-1] + b)`",
    "rnn lstm gru rnncell lstmcell grucell",
  ),
  because(
    "write attention as equations",
    "attention multiheadattention multihead_attention transformer",
  ),
  because("give the vectors themselves as inputs", "embedding"),
  because(
    "a step cannot learn: its derivative is 0 or does not exist",
    "step heaviside sign threshold binary",
  ),
  because("name each layer in the list itself", "sequential"),
  because(
    "a slope that is learned needs equations: `h[i]: leaky_relu(z[i], a)`; one that is not is `leaky_relu: { slope: 0.25 }`",
    "prelu",
  ),
  because("a slope that is random cannot be used: take `leaky_relu`", "rrelu"),
];

const optimizers: readonly OtherName[] = [
  as("sgd: { lr: 0.1 }", "gd gradient_descent bgd"),
  as("sgd: { lr: 0.1, momentum: 0.9 }", "momentum"),
  as("sgd: { lr: 0.1, momentum: 0.9, nesterov: true }", "nesterov nag"),
  because(
    "only those optimizers are there",
    "adadelta adamax nadam radam lbfgs l_bfgs lion rprop asgd lamb amsgrad sparseadam newton",
  ),
];

const initializers: readonly OtherName[] = [
  as("xavier_uniform", "xavier glorot glorot_uniform xavier_uniform_"),
  as("kaiming_uniform", "kaiming he he_uniform kaiming_uniform_"),
  as("uniform", "uniform_"),
  because(
    "weights are drawn from uniform distributions only",
    "normal normal_ xavier_normal kaiming_normal he_normal glorot_normal truncated_normal orthogonal",
  ),
];

const options: readonly OtherName[] = [
  as("lr", "learning_rate learningrate eta step_size rate"),
  as("eps", "epsilon"),
  as("betas: [0.9, 0.999]", "beta1 beta2 beta_1 beta_2"),
  as("weight_decay", "decay l2 wd"),
];

const tables: Readonly<Record<string, readonly OtherName[]>> = {
  loss: losses,
  activation: layers,
  optimizer: optimizers,
  initializer: initializers,
  option: options,
};

/** What is to be written for a name that a table of ours does not have; undefined where the name says nothing. */
export function helpForOtherName(table: string, name: string): string | undefined {
  const spelled = name.replace(/^(?:torch\.)?(?:nn\.)?(?:functional\.|F\.)?/, "").toLowerCase();
  return tables[table]?.find(({ names }) => names.split(" ").includes(spelled))?.help;
}
