import type { MistakeSentences } from "./mistakes.js";

/** What each known mistake is, in English. The number is what the mistake strikes. */
export const mistakesEn: MistakeSentences = {
  no_sigma_out: () => "the factor σ′ of the output layer was forgotten",
  no_sigma_hidden: () => "the factor σ′ of the hidden layer was forgotten",
  no_sigma_both: () => "the factor σ′ was forgotten in every layer",
  "no_sigma_layer#": (layer) => `the factor σ′ of layer ${layer} was forgotten`,
  sigma_prime_of_out_outlayer: () =>
    "in the output layer, σ′ was taken at the unit's output instead of its pre-activation",
  sigma_prime_of_out_hidden: () =>
    "in the hidden layer, σ′ was taken at the unit's output instead of its pre-activation",
  sigma_prime_of_out_both: () =>
    "in every layer, σ′ was taken at the unit's output instead of its pre-activation",
  net_times_1_minus_net: () =>
    "σ′ was computed from the pre-activation where its formula wants the output, such as net (1 − net) instead of out (1 − out)",
  sigma_as_derivative: () => "the activation's value was used as its derivative",
  one_minus_out_only: () => "of σ′ = out (1 − out) only the factor 1 − out was kept",
  tanh_derivative: () => "1 − out², the derivative of tanh, was used for a sigmoid",
  sigmoid_derivative: () => "out (1 − out), the derivative of the sigmoid, was used for tanh",
  net_times_1_minus_net_out: () =>
    "in the output layer, σ′ was computed from the pre-activation where its formula wants the output",
  net_times_1_minus_net_hidden: () =>
    "in the hidden layers, σ′ was computed from the pre-activation where its formula wants the output",
  sigma_as_derivative_out: () =>
    "in the output layer, the activation's value was used as its derivative",
  sigma_as_derivative_hidden: () =>
    "in the hidden layers, the activation's value was used as its derivative",
  one_minus_out_only_out: () =>
    "in the output layer, of σ′ = out (1 − out) only the factor 1 − out was kept",
  one_minus_out_only_hidden: () =>
    "in the hidden layers, of σ′ = out (1 − out) only the factor 1 − out was kept",
  tanh_derivative_out: () =>
    "in the output layer, 1 − out², the derivative of tanh, was used for a sigmoid",
  tanh_derivative_hidden: () =>
    "in the hidden layers, 1 − out², the derivative of tanh, was used for a sigmoid",
  sigmoid_derivative_out: () =>
    "in the output layer, out (1 − out), the derivative of the sigmoid, was used for tanh",
  sigmoid_derivative_hidden: () =>
    "in the hidden layers, out (1 − out), the derivative of the sigmoid, was used for tanh",
  sigma_prime_twice: () => "the factor σ′ was multiplied in twice in every layer",
  sigma_prime_twice_out: () => "the factor σ′ of the output layer was multiplied in twice",
  sigma_prime_twice_hidden: () => "the factor σ′ of the hidden layers was multiplied in twice",
  sigma_prime_at_target: () =>
    "in the output layer, σ′ was computed from the target where its formula wants the output",
  "missing_path_o#": (unit) =>
    `the path through output ${unit} was forgotten: a hidden unit reaches the loss through every output, and all these paths are added up`,
  "only_path_o#": (unit) =>
    `only the path through output ${unit} was kept, as if = had overwritten += in a loop`,
  "missing_path_hidden#": (unit) =>
    `the paths through unit ${unit} of the second hidden layer were forgotten`,
  paths_averaged: () => "the paths were averaged instead of added up",
  paths_multiplied: () => "the paths were multiplied with each other instead of added up",
  paths_subtracted: () =>
    "the paths were subtracted from the first one instead of added up, or the absolute values of the errors were taken",
  updated_weights: () =>
    "the gradients of earlier layers were computed with weights that the step had already updated; every gradient needs the old ones",
  "transposed_W#": (layer) =>
    `the matrix W${layer} was not transposed on the way back, so that each δ met the wrong weight`,
  swapped_w5_w7: () => "the weights to the first and to the second output were exchanged",
  weights_forgotten: () =>
    "the weights were forgotten on the way back: the δ were added up without them",
  no_sigma_out_in_paths: () =>
    "the factor σ′ of the output layer was left out of the paths that go on to the hidden layers",
  nndl_bug: () => "the gradients of the weights were summed in the place of δ times weight",
  sign_target_minus_out: () =>
    "the sign is wrong: target − output was used without the inner derivative −1",
  "sign_only_o#": (unit) => `the sign of the error of output ${unit} is wrong`,
  forgot_half: () => "the loss was taken without its factor ½, so the gradients double",
  half_kept: () =>
    "half of what is right: the ½ was kept although the 2 of the square cancels it (or, without a ½ in the loss, one was put there or that 2 was forgotten)",
  mean_over_outputs: () =>
    "the loss was divided by the number of outputs, which this loss does not do",
  sum_over_outputs: () => "the division by the number of outputs was forgotten",
  mean_over_samples: () => "the loss was averaged over the samples instead of summed",
  sum_over_samples: () => "the loss was summed over the samples instead of averaged",
  E_instead_of_diff: () =>
    "the error itself was used where its derivative, output − target, belongs",
  net_in_loss: () =>
    "the pre-activation of the outputs was compared with the targets instead of the outputs",
  target_only_d_of_square: () =>
    "the derivative of the squared error has an output too many: (output − target) · output",
  target_forgotten: () => "the target was not subtracted: the error is output − target",
  target_instead_of_diff: () => "the target was used where the error, output − target, belongs",
  "loss_without_o#": (unit) => `the loss was computed without its part of output ${unit}`,
  squared_error_slope: () =>
    "output − target, the derivative of the squared error, was used for a cross-entropy",
  softmax_forgotten: () =>
    "the softmax was forgotten: the gradient is p − t with the probabilities p, not with the logits",
  logits_as_probabilities: () =>
    "the logits were treated as probabilities: −t / y is the derivative behind a softmax",
  target_not_subtracted: () =>
    "the target was not subtracted: the gradient of softmax and cross-entropy is p − t",
  softmax_diagonal: () =>
    "of the softmax only p (1 − p) was differentiated: each output also depends on all other units",
  wrong_hidden_unit: () => "the δ of another hidden unit was used",
  wrong_input_i2: () => "another input was used: the gradient belongs to a weight of the same unit",
  wrong_source_h2: () => "the output of another hidden unit was used",
  wrong_target_o2: () => "the δ of another output was used",
  gradient_transposed: () =>
    "the outer product was taken the wrong way round: x δᵀ instead of δ xᵀ",
  no_last_factor: () =>
    "the last factor, the derivative of the weighted sum by the weight, was forgotten: this is δ",
  net_instead_of_out_as_input: () =>
    "the pre-activation of the hidden unit was used where its output belongs",
  weight_instead_of_input: () =>
    "the last factor is the weight itself: the derivative of weight times input by the weight is the input",
  shared_bias_first_unit: () =>
    "the bias is shared by all units of its layer, and its gradient was taken from one of them only",
  bias_summed_over_units: () =>
    "the δ of all units were summed, although each unit has a bias of its own",
  shared_bias_averaged: () =>
    "the bias is shared by all units of its layer, and their δ were averaged instead of added up",
  bias_gradient_times_bias: () =>
    "the δ was multiplied by the bias: the derivative of the weighted sum by its bias is 1",
  bias_averaged_over_samples: () =>
    "the gradient of the bias was divided by the number of samples once more than that of the weights",
  first_sample_only: () => "only the first sample was used",
  last_sample_only: () => "only the last sample was used, as if = had overwritten += in a loop",
  samples_averaged_twice: () => "the number of samples was divided by twice",
  "rounded_#": (places) => `every intermediate result was rounded to ${places} decimals`,
  "bias#_missing": (layer) => `the bias of layer ${layer} was left out of the weighted sum`,
  biases_missing: () => "all biases were left out of the weighted sums",
  biases_subtracted: () => "the biases were subtracted in the weighted sums instead of added",
  exp_sign: () =>
    "the exponent of the sigmoid has the wrong sign: 1/(1 + e^z) instead of 1/(1 + e^−z)",
  "W#_layout_transposed": (layer) =>
    `the matrix W${layer} was filled column by column; its weights are counted row by row`,
  both_layout_transposed: () =>
    "all matrices were filled column by column; their weights are counted row by row",
  biases_swapped: () => "the biases of the first and of the second layer were exchanged",
  activation_left_out_output: () => "the activation of the output layer was left out",
  activation_left_out_hidden: () => "the activation of the hidden layer was left out",
  activations_left_out: () => "the activations of all layers were left out",
  tanh_for_sigmoid: () => "tanh was computed where the network has a sigmoid",
  sigmoid_for_tanh: () => "a sigmoid was computed where the network has tanh",
  inputs_swapped: () => "the first two inputs were exchanged",
  targets_swapped: () => "the first two targets were exchanged",
  lr_included: () => "this is the learning rate times the gradient",
  grad_not_zeroed_step2: () =>
    "gradients were not set to zero between steps, so that those of earlier steps are still in the sum",
  gradient_after_step: () => "this is the gradient after one step, not before it",
  added_instead_of_subtracted: () =>
    "the step was added to the parameter instead of subtracted from it",
  eta_forgotten: () => "the learning rate was forgotten in the update",
  eta_twice: () => "the learning rate was multiplied in twice",
  momentum_forgotten: () => "the momentum was forgotten in the update",
  weight_decay_forgotten: () => "the weight decay was forgotten in the update",
  biases_not_trained: () => "only the weights were updated, the biases were left alone",
  only_output_layer_trained: () =>
    "only the output layer was updated, the layers before it were left alone",
  frozen_trained: () => "parameters were updated that the file says are frozen",
  one_step_too_few: () => "this is the result of one step fewer",
  one_step_too_many: () => "this is the result of one step more",
};
