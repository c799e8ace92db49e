/** What each known mistake makes of the article's network: ∂E/∂w1 and ∂E/∂w5, and E where it is another. */
export interface MistakeFact {
  readonly id: string;
  readonly w1: number;
  readonly w5: number;
  readonly E?: number;
}

/** Mistakes in the backward pass. */
export const gradientFacts: readonly MistakeFact[] = [
  { id: "no_sigma_out", w1: 0.0022683504536545706, w5: 0.4398296489618467 },
  { id: "no_sigma_hidden", w1: 0.0018175153196572343, w5: 0.08216704056423078 },
  { id: "no_sigma_both", w1: 0.00940051302408288, w5: 0.4398296489618467 },
  { id: "sigma_prime_of_out_outlayer", w1: 0.0004962477875894056, w5: 0.09578976954248139 },
  { id: "sigma_prime_of_out_hidden", w1: 0.00041663056941463337, w5: 0.08216704056423078 },
  { id: "sigma_prime_of_out_both", w1: 0.0004714254653547015, w5: 0.09578976954248139 },
  { id: "net_times_1_minus_net", w1: -5.6742456099314465e-5, w5: -0.051513746142938285 },
  { id: "sigma_as_derivative", w1: 0.00412097032055708, w5: 0.33047263478338856 },
  { id: "one_minus_out_only", w1: 0.00099824392018355, w5: 0.10935701417845813 },
  { id: "tanh_derivative", w1: 0.0027682778376157346, w5: 0.19152405474268894 },
  { id: "missing_path_o2", w1: 0.0006683960211443732, w5: 0.08216704056423078 },
  { id: "missing_path_o1", w1: -0.00022982828667002638, w5: 0.08216704056423078 },
  { id: "paths_averaged", w1: 0.00021928386723717343, w5: 0.08216704056423078 },
  { id: "paths_multiplied", w1: -1.2732354850141724e-5, w5: 0.08216704056423078 },
  { id: "paths_subtracted", w1: 0.0008982243078143994, w5: 0.08216704056423078 },
  { id: "updated_weights", w1: 0.00036472287759409364, w5: 0.08216704056423078 },
  { id: "sign_target_minus_out", w1: -0.00043856773447434685, w5: -0.08216704056423078 },
  { id: "sign_only_o2", w1: 0.0008982243078143994, w5: 0.08216704056423078 },
  { id: "forgot_half", w1: 0.0008771354689486937, w5: 0.16433408112846157 },
  { id: "half_kept", w1: 0.00021928386723717343, w5: 0.04108352028211539 },
  { id: "lr_included", w1: 0.00021928386723717343, w5: 0.04108352028211539 },
  { id: "mean_over_outputs", w1: 0.00021928386723717343, w5: 0.04108352028211539 },
  { id: "transposed_W2", w1: 0.00046155056314134933, w5: 0.08216704056423078 },
  { id: "swapped_w5_w7", w1: 0.0006516323970944454, w5: 0.08216704056423078 },
  { id: "wrong_hidden_unit", w1: 0.0004977127352608601, w5: 0.08216704056423078 },
  { id: "wrong_input_i2", w1: 0.0008771354689486937, w5: 0.08216704056423078 },
  { id: "wrong_source_h2", w1: 0.00043856773447434685, w5: 0.08266762784753326 },
  { id: "wrong_target_o2", w1: 0.00043856773447434685, w5: -0.022602540477475067 },
  { id: "no_last_factor", w1: 0.008771354689486937, w5: 0.13849856162855698 },
  { id: "net_instead_of_out_as_input", w1: 0.00043856773447434685, w5: 0.05228320701478026 },
  { id: "weights_forgotten", w1: 0.0012113334795208802, w5: 0.08216704056423078 },
  { id: "nndl_bug", w1: 0.0007186478038345242, w5: 0.08216704056423078 },
  { id: "E_instead_of_diff", w1: 0.0002727073208020954, w5: 0.03045788687140445 },
  { id: "net_in_loss", w1: 0.001236768287600606, w5: 0.12146154944197614 },
  { id: "target_only_d_of_square", w1: 0.0003245685980123084, w5: 0.061737444148451205 },
  { id: "net_times_1_minus_net_out", w1: -5.8265357537801014e-5, w5: -0.051513746142938285 },
  { id: "net_times_1_minus_net_hidden", w1: 0.00042710474064870224, w5: 0.08216704056423078 },
  { id: "sigma_as_derivative_out", w1: 0.0016761222910062282, w5: 0.33047263478338856 },
  { id: "sigma_as_derivative_hidden", w1: 0.0010782772993477392, w5: 0.08216704056423078 },
  { id: "one_minus_out_only_out", w1: 0.0005922281626483425, w5: 0.10935701417845813 },
  { id: "one_minus_out_only_hidden", w1: 0.000739238020309495, w5: 0.08216704056423078 },
  { id: "tanh_derivative_out", w1: 0.0010307958971226894, w5: 0.19152405474268894 },
  { id: "tanh_derivative_hidden", w1: 0.0011778057547838418, w5: 0.08216704056423078 },
  { id: "sigma_prime_twice", w1: 2.039705966368819e-5, w5: 0.015350085131867959 },
  { id: "sigma_prime_twice_out", w1: 8.45296302044408e-5, w5: 0.015350085131867959 },
  { id: "sigma_prime_twice_hidden", w1: 0.00010582670508561928, w5: 0.08216704056423078 },
  { id: "sigma_prime_at_target", w1: 2.2456669491180237e-5, w5: 0.0043543135247222815 },
  { id: "no_sigma_out_in_paths", w1: 0.0022683504536545706, w5: 0.08216704056423078 },
  { id: "target_forgotten", w1: 0.0014957633095248714, w5: 0.08327536147033779 },
  { id: "target_instead_of_diff", w1: 0.0010571955750505245, w5: 0.0011083209061070083 },
  { id: "weight_instead_of_input", w1: 0.0013157032034230404, w5: 0.05539942465142279 },
];

/** Mistakes in the forward pass, and gradients that were not set to zero. */
export const processFacts: readonly MistakeFact[] = [
  { id: "rounded_2", w1: 0.00047999999999999996, w5: 0.0826, E: 0.298 },
  { id: "rounded_3", w1: 0.00044585, w5: 0.082427, E: 0.29808500000000004 },
  { id: "rounded_4", w1: 0.00043795950000000003, w5: 0.08217205000000001, E: 0.29840318499999996 },
  { id: "rounded_5", w1: 0.00043856275, w5: 0.082167895, E: 0.29836701725000003 },
  {
    id: "bias1_missing",
    w1: 0.00043560098325349985,
    w5: 0.07139515950792794,
    E: 0.2917911274396919,
  },
  {
    id: "bias2_missing",
    w1: 0.0002312130055874539,
    w5: 0.08545843854729239,
    E: 0.24574991663693846,
  },
  { id: "exp_sign", w1: -0.0005882063189842864, w5: 0.022148785817754153, E: 0.29997945739278925 },
  {
    id: "W1_layout_transposed",
    w1: 0.00043820538171366366,
    w5: 0.08232969160714758,
    E: 0.29839005447782796,
  },
  {
    id: "W2_layout_transposed",
    w1: 0.0004479759648010162,
    w5: 0.08153409287327026,
    E: 0.3036417601333157,
  },
  {
    id: "both_layout_transposed",
    w1: 0.00044758436563075045,
    w5: 0.08169585986200882,
    E: 0.303658313630144,
  },
  {
    id: "biases_swapped",
    w1: 0.0003771012903705361,
    w5: 0.09383702630077057,
    E: 0.27819409184847144,
  },
  {
    id: "biases_missing",
    w1: 0.00018825566694011194,
    w5: 0.07215707291213624,
    E: 0.24251985734837728,
  },
  {
    id: "biases_subtracted",
    w1: -0.0002845532046627535,
    w5: 0.044502731723505676,
    E: 0.2324351216038828,
  },
  { id: "activations_left_out", w1: 0.018718125, w5: 0.3464034375, E: 0.421124765625 },
  {
    id: "tanh_for_sigmoid",
    w1: 0.003739766582398484,
    w5: 0.1228406599947643,
    E: 0.28112693346345985,
  },
  { id: "grad_not_zeroed_step2", w1: 0.0008145644730255295, w5: 0.1652922760015233 },
];

/** w1 and w5 after one step. */
export const updateFacts: readonly MistakeFact[] = [
  { id: "added_instead_of_subtracted", w1: 0.15021928386723718, w5: 0.4410835202821154 },
  { id: "eta_forgotten", w1: 0.14956143226552565, w5: 0.3178329594357692 },
  { id: "eta_twice", w1: 0.1498903580663814, w5: 0.37945823985894234 },
  { id: "only_output_layer_trained", w1: 0.15, w5: 0.35891647971788465 },
];

/** Which mistakes give the same numbers of six digits. */
export const collisionFacts: readonly {
  readonly given: readonly string[];
  readonly ids: readonly string[];
}[] = [
  {
    given: ["w1=0.000219284"],
    ids: ["paths_averaged", "half_kept", "lr_included", "mean_over_outputs"],
  },
  { given: ["w1=0.000898224"], ids: ["paths_subtracted", "sign_only_o2"] },
  { given: ["w1=0.000877135"], ids: ["forgot_half", "wrong_input_i2"] },
  { given: ["w5=0.43983"], ids: ["no_sigma_out", "no_sigma_both"] },
  { given: ["w5=0.0957898"], ids: ["sigma_prime_of_out_outlayer", "sigma_prime_of_out_both"] },
  { given: ["w5=0.0410835"], ids: ["half_kept", "lr_included", "mean_over_outputs"] },
  { given: ["w1=0.000898224", "w5=0.082167"], ids: ["paths_subtracted", "sign_only_o2"] },
  {
    given: ["w1=0.000219284", "w5=0.0410835"],
    ids: ["half_kept", "lr_included", "mean_over_outputs"],
  },
];

/** ∂E/∂b with a bias for each unit, and with one for each layer. */
export const biasFacts = {
  own: {
    b1: 0.008771354689486937,
    b2: 0.009954254705217202,
    b3: 0.13849856162855698,
    b4: -0.03809823651655623,
  },
  shared: { b1: 0.018725609394704138, b2: 0.10040032511200075 },
} as const;

/** w1 and w5 after the right step. */
export const rightStep = { w1: 0.1497807161327628, w5: 0.35891647971788465 } as const;

/** Numbers that come from one mistake only, on the article's network with other biases, or with tanh and two samples. */
export const singleFacts: readonly {
  readonly id: string;
  readonly network: "own" | "shared" | "tanh";
  readonly given: readonly string[];
}[] = [
  { id: "bias_gradient_times_bias", network: "own", given: ["b1=0.00306997414", "b3=0.083099137"] },
  { id: "loss_without_o2", network: "own", given: ["E=0.27481108"] },
  {
    id: "shared_bias_averaged",
    network: "shared",
    given: ["w5=0.082167041", "b1=0.0093628047", "b2=0.0502001626"],
  },
  { id: "sigmoid_derivative", network: "tanh", given: ["w1=0.005050081317", "w5=0.07063288351"] },
  {
    id: "sigmoid_derivative_out",
    network: "tanh",
    given: ["w1=0.01751834643", "w5=0.07063288351"],
  },
  {
    id: "sigmoid_derivative_hidden",
    network: "tanh",
    given: ["w1=0.01164348756", "w5=0.1675491342"],
  },
  {
    id: "bias_averaged_over_samples",
    network: "tanh",
    given: ["w1=0.04040613839", "b1=0.0985082855", "b3=0.2249493908"],
  },
  { id: "sigmoid_for_tanh", network: "tanh", given: ["w1=0.005057948828", "w5=0.1107758785"] },
];
