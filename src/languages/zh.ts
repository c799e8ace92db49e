import type { ForwardRole, RuleMention } from "../lesson/sentence.js";
import { type Language, listed, type Phrase, say } from "./language.js";

const ruleNames: Readonly<Record<string, string>> = {
  constant: "常数的导数",
  variable: "自变量的导数",
  sum: "和的求导法则",
  "constant-multiple": "常数因子提出",
  product: "积的求导法则",
  quotient: "商的求导法则",
  power: "幂函数求导",
  exponential: "指数函数求导",
  "general-power": "幂指函数求导",
  reduction: "逐项求导",
  chain: "链式法则",
  collect: "整理",
};

const rule = ({ rule: id, name }: RuleMention): string =>
  id === "function" ? `${name} 的导数` : (ruleNames[id] ?? id);

const roles: { readonly [Kind in ForwardRole["kind"]]: (role: ForwardRole) => string } = {
  "weighted-sum": () => "前一层各量的加权和",
  activation: (role) => (role.kind === "activation" ? `对每个分量作用函数 ${role.function}` : ""),
  definition: () => "由下式定义",
};

const matrixReasons: Readonly<Record<string, string>> = {
  "compound-index": "下标是几个指标之和，因子不是完整的矩阵",
  "integer-index": "下标是固定的数，只取了矩阵的一部分",
  "repeated-index": "同一因子里一个指标出现了两次",
  "partial-range": "指标只取遍矩阵的一部分",
  guard: "还留有对指标的条件",
  "index-as-number": "指标被当作数来用",
  reduction: "含有不是求和的归约",
  "too-many-axes": "某个因子有两个以上的轴",
  "several-pieces": "它由几段拼成",
  "too-many-factors": "一个指标被两个以上的因子共用",
};

const verdicts = {
  match: "一致",
  mismatch: "不一致",
  kink: "尖点",
  uncheckable: "无法检验",
} as const;

const signMeaning = (sign: number): string => {
  if (sign > 0) return "它是正的：参数稍微增大，损失就变大，所以梯度下降会把它调小";
  if (sign < 0) return "它是负的：参数稍微增大，损失就变小，所以梯度下降会把它调大";
  return "它是零：在一阶近似下损失对它没有反应，梯度下降不会改变它";
};

const list = (parts: Parameters<typeof listed>[0]): Phrase => listed(parts, "、");

/** Chinese. */
export const zh: Language = {
  code: "zh",
  tag: "zh-Hans",
  name: "中文",
  contents: "目录",
  space: "",
  sentences: {
    title: ({ title }) => [title ?? "一步一步推导反向传播"],
    conventions: () =>
      say`约定：数与数之间写 = 表示两边印出来的数完全相等；其余的数都是四舍五入的结果，写 ≈，印出的每一位都是准确的，而且用左边印出的数重新计算，正好得到右边。`,
    inputs: ({ quantity }) => say`输入 ${quantity}`,
    given: ({ quantity }) => say`数据 ${quantity}`,
    targets: ({ quantity }) => say`目标 ${quantity}`,
    parameters: ({ quantity }) => say`参数 ${quantity}`,
    matrices: () => say`写成矩阵和向量，参数这样排列，每个单元一行：`,
    abbreviated: ({ most }) => say`超过 ${most} 个值的量只列出前面几个和最后一个。`,
    "table-limited": ({ shown, total }) =>
      say`表中列出 ${shown} 项（共 ${total} 项）：前面各项和最后一项。`,
    "diagram-network": () => say`网络的结构，每个箭头表示一次使用。`,
    "diagram-walk": ({ target }) => say`网络的结构，高亮的是从 ${target} 到损失的所有路径。`,
    "column-quantity": () => say`已知量`,
    "column-values": () => say`取值`,
    "column-parameter": () => say`参数`,
    "column-formula": () => say`公式`,
    "column-gradient": () => say`梯度`,
    "column-computation": () => say`旧值减去步长`,
    "column-new": () => say`新值`,
    "column-walk": () => say`按公式`,
    "column-reverse": () => say`反向累积`,
    "column-difference": () => say`差商`,
    "column-complex": () => say`复数步长`,
    "column-precise": () => say`高精度`,
    "column-verdict": () => say`结论`,
    "forward-quantity": ({ quantity, role }) => say`${quantity} ：${roles[role.kind](role)}。`,
    "forward-rest": ({ count }) => say`其余 ${count} 个用同样的方法得到：`,
    "loss-intro": ({ loss }) => say`损失 ${loss} 是一个数，衡量输出离目标有多远。`,
    "loss-equation": ({ loss }) => say`最后是 ${loss} ，下面求的就是它的导数。`,
    "loss-terms": ({ count }) => say`它由 ${count} 项相加而成：`,
    "loss-half": () =>
      say`前面的 ½ 只是为了方便：平方求导时出来的因子 2 正好与它相消，于是损失对输出的导数就是“输出减目标”（不是“目标减输出”）。`,
    "loss-meaning": ({ loss }) =>
      say`于是 ${loss} 。训练就是调整参数，让这个数变小；下面求出的导数告诉我们该往哪个方向调。`,
    "function-intro": ({ call }) =>
      say`${call} 的导数是怎么来的：把它拆成初等函数，一条法则一条法则地求。`,
    "function-result": () => say`合起来，并用函数自身的值来表示（前向计算时已经算出）：`,
    "rule-step": ({ rule: used }) => say`${rule(used)}。`,
    "rule-substitution": ({ name, inner }) => say`这里 ${name} 表示内层函数 ${inner} 。`,
    "walk-heading": ({ derivative }) => say`求导数 ${derivative}`,
    "walk-no-path": ({ target }) => say`从 ${target} 没有路径通向损失：损失与它无关。`,
    "walk-one-path": ({ target, path }) =>
      say`${target} 只通过一条路径影响损失： ${path} 。由链式法则，导数等于这条路径上各个局部导数的乘积：`,
    "walk-paths": ({ target, count }) =>
      say`${target} 通过 ${count} 条路径影响损失。每条路径都会传递变化，所以要把各条路径的贡献加起来。`,
    "walk-many-paths": ({ target, count, limit }) =>
      say`${target} 通过 ${count.toString()} 条路径影响损失，超过了逐条列出的上限 ${limit} 条。下面用 δ 把它们合并，公共的部分只算一次。`,
    "walk-chain": () => say`由链式法则，每条路径是一个乘积，再把这些乘积相加：`,
    "walk-path-item": ({ number, path }) => say`路径 ${number}： ${path}`,
    "walk-factors": () => say`逐个计算因子：`,
    factor: ({ derivative, from, to, rules }) =>
      say`${derivative} ： ${from} 对 ${to} 的变化率${rules.length > 0 ? `（${rules.map(rule).join("、")}）` : ""}。`,
    "factor-direct": ({ derivative, quantity }) =>
      say`这里 ${derivative} 只计公式中直接出现的 ${quantity} ；经过其他量的影响属于别的路径。`,
    "factor-known": ({ value }) => say`前面已经求出： ${value}`,
    "walk-product": ({ number }) =>
      number === undefined ? say`相乘：` : say`沿路径 ${number} 相乘：`,
    "walk-sum": ({ count }) => say`把 ${count} 条路径的贡献相加：`,
    "walk-meaning": ({ target, derivative, sign }) =>
      // The same order of formulas as in the other languages: the derivative, then the parameter.
      say`${derivative} 对 ${target} 意味着什么：${signMeaning(sign)}。`,
    "deltas-intro": () =>
      say`再用 δ 来算：损失对路上每个量的导数只算一次，由它后面的量得到，然后反复使用。`,
    "deltas-alone": () => say`损失对路上每个量的导数，由它后面的量得到，只算一次：`,
    "deltas-known": ({ known }) => say`前面已经算出： ${list(known)} 。`,
    delta: ({ delta, quantity, merged }) =>
      merged === undefined
        ? say`${delta} 是损失对 ${quantity} 的变化率：`
        : say`${delta} 是损失对 ${quantity} 的变化率；${merged} 条路径在这里汇合，往后就当作一条：`,
    "formulas-intro": () =>
      say`对所有单元一次推导完。对每个量：谁用到它，对用到它的量使用链式法则，求出局部导数，最后看剩下什么样的和。方括号如 [i = j] 在条件成立时为 1，否则为 0。`,
    "formula-heading": ({ derivative }) => say`${derivative} 的一般公式`,
    "formula-users": ({ quantity, users }) =>
      say`${quantity} 被 ${list(users)} 用到。链式法则对所有用到它的地方求和：`,
    "formula-delta": () => say`求和时，方括号只留下指标相同的项，这个求和号就消失了：`,
    "formula-result": () => say`代入：`,
    "matrix-intro": () => say`写成矩阵：`,
    "matrix-none": ({ reason }) => say`这个公式没有矩阵形式：${matrixReasons[reason] ?? reason}。`,
    "matrix-shapes": ({ shapes }) => say`形状： ${listed(shapes, "、")} 。`,
    "transpose-contracted": ({ factor, index, partner, side }) =>
      side === "left"
        ? say`${factor} 要转置，因为求和指标是 ${index} ，它必须由左边 ${partner} 的列连到它的行。`
        : say`${factor} 要转置，因为求和指标是 ${index} ，它必须由它的列连到右边 ${partner} 的行。`,
    "transpose-outer": ({ factor, index }) =>
      say`${factor} 要转置，因为这里没有求和，它的指标 ${index} 成为结果的列。`,
    "transpose-layout": ({ factor }) => say`${factor} 要转置，因为它的列是结果的行。`,
    "gradients-intro": () =>
      say`全部梯度。同一单元的参数共用一个 δ，只有最后一个因子不同，也就是前向计算中与该参数相乘的那个量。`,
    "gradients-equations": () => say`全部梯度，用“用到该参数的量”的导数来表示。`,
    unused: () => say`损失与它无关`,
    "update-intro": ({ optimizer }) =>
      say`用 ${optimizer.toUpperCase()} 更新一步，w 表示任一参数，g 表示它的梯度。所有梯度都用旧的参数算出，所有参数同时更新：在梯度全部求出之前，不使用任何新值。`,
    "update-frozen": ({ names }) => say`文件规定不更新的参数： ${list(names)} 。`,
    "update-after": ({ loss, before, after, falls }) =>
      falls
        ? say`更新前损失 ${loss} 为 ${before} ，用新参数计算为 ${after} ：损失下降了。`
        : say`更新前损失 ${loss} 为 ${before} ，用新参数计算为 ${after} ：损失没有下降，说明步长太大。`,
    "check-intro": () =>
      say`再用与上面的推导毫无关系的方法把每个梯度算一遍：在记录下来的运算上反向累积、差商、复数步长，以及高精度差商。后三种方法只用到前向计算。`,
    "check-limited": ({ checked, total }) => say`这里检验了 ${total} 个参数中的 ${checked} 个。`,
    "check-kink": ({ parameters }) =>
      say`尖点处没有导数，这里按 PyTorch 的约定取值： ${list(parameters)} 。`,
    "check-result": ({ relations }) => say`本文写出之前，已验证其中 ${relations} 个关系式。`,
    verdict: ({ verdict }) => [verdicts[verdict]],
    "derive-title": ({ expression }) => say`求 ${expression} 的导数`,
    "derive-point": () => say`取值点，以及函数在该点的值：`,
    "derive-heading": ({ variables }) => say`对 ${listed(variables, " 求导，再对 ")} 求导`,
    "derive-result": () => say`导数为：`,
    "derive-value": () => say`在给定的点：`,
  },
};
