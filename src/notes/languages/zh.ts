import type { ForwardRole, RuleMention, StepRole } from "../lesson/sentence.js";
import { type Language, listed, type Phrase, say } from "./language.js";

const ruleNames: Readonly<Record<string, string>> = {
  constant: "常数的导数",
  variable: "自变量的导数",
  sum: "和的求导法则",
  "constant-multiple": "常数倍法则",
  product: "积的求导法则",
  quotient: "商的求导法则",
  power: "幂函数求导公式",
  exponential: "指数函数求导公式",
  "general-power": "幂指函数求导公式",
  reduction: "逐项求导",
  chain: "链式法则",
  collect: "整理",
};

const functionNames: Readonly<Record<string, string>> = {
  exp: "指数函数",
  log: "自然对数",
  sin: "正弦函数",
  cos: "余弦函数",
  tan: "正切函数",
  sqrt: "平方根",
};

const rule = ({ rule: id, name = "" }: RuleMention): string =>
  id === "function" ? `${functionNames[name] ?? `${name} `}的导数` : (ruleNames[id] ?? id);

function role(about: ForwardRole): string {
  if (about.kind === "weighted-sum") return about.hasBias ? "是加权和再加偏置：" : "是加权和：";
  if (about.kind === "definition") return "由下式定义：";
  if (about.kind === "softmax") return "是 softmax 的结果，即总和为 1 的正数：";
  return about.isElementwise
    ? `由 ${about.function} 函数逐个分量求得：`
    : `由 ${about.function} 函数求得：`;
}

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

const changes = {
  fallen: "损失下降了。",
  risen: "损失反而上升了，说明这一步的学习率太大。",
  same: "损失没有变化，因为所有梯度都是零。",
  hidden: "变化太小，在所给位数内看不出来。",
} as const;

const stepLines: Readonly<Record<StepRole, string>> = {
  "decayed-gradient":
    "权重衰减把参数的若干倍加到梯度上，相当于损失中多了一项，用来惩罚过大的参数：",
  velocity: "速度，它带着以前的梯度继续前进：",
  rate: "这一步的学习率，一步比一步小：",
  "first-moment": "梯度的滑动平均（一阶矩）：",
  "second-moment": "梯度平方的滑动平均（二阶矩）：",
  "largest-second-moment": "AMSGrad 取迄今最大的二阶矩：",
  squares: "迄今所有梯度的平方和：",
  "corrected-first": "滑动平均从 0 开始，最初几步偏小，偏差修正弥补这一点：",
  "corrected-second": "二阶矩也同样修正：",
  denominator: "近来梯度的大小，不会恰好为 0，步长要除以它：",
  "decayed-parameter": "解耦的权重衰减：参数本身缩小，与梯度无关，所以衰减不会除以梯度的大小：",
  parameter: "新的值：",
};

const list = (parts: Parameters<typeof listed>[0]): Phrase => listed(parts, "、");

const paths = (count: bigint): string => (count === 1n ? "一条路径" : `${count} 条路径`);

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
      say`约定：数与数之间的 = 表示两边写出的数完全相等，≈ 表示右边是四舍五入的结果。写出的每一位数字都是准确的；用左边写出的数按计算器，再四舍五入到右边的位数，就得到右边的数。`,
    inputs: ({ quantity }) => say`输入${quantity}`,
    given: ({ quantity }) => say`数据${quantity}`,
    targets: ({ quantity }) => say`目标${quantity}`,
    parameters: ({ quantity }) => say`参数${quantity}`,
    matrices: () => say`写成矩阵和向量，参数这样排列，每个单元一行：`,
    abbreviated: ({ most }) => say`超过 ${most} 个值的量只列出前面几个和最后一个。`,
    "table-limited": ({ shown, total }) =>
      say`表中列出 ${shown} 项（共 ${total} 项）：前面各项和最后一项。`,
    "diagram-network": () => say`网络结构：箭头表示后一个量由前一个量算出。`,
    "diagram-walk": ({ target }) => say`高亮部分是从 ${target} 到损失的所有路径。`,
    "warning-flat": ({ quantity, read, stopped }) =>
      stopped.length > 0
        ? say`注意：${quantity}不能把梯度传给${read}。它对后者的导数在有定义的地方都是 0（sign 或阶跃这类函数在跳跃点之间是平的，在跳跃点处没有导数），而从${list(stopped)}到损失没有别的通路，所以它们的梯度都是 0，梯度下降永远不会改变它们。激活函数必须可导，而且不能是平的，才能学习。`
        : say`注意：${quantity}不能传递梯度。它对${read}的导数在有定义的地方都是 0（sign 或阶跃这类函数在跳跃点之间是平的，在跳跃点处没有导数），所以它前面所有参数的梯度都是 0，梯度下降永远不会改变这些参数。激活函数必须可导，而且不能是平的，才能学习。`,
    "warning-logits": ({ activation, loss }) =>
      say`注意：损失 ${loss} 和 PyTorch 一样接收未归一化的输出（logits），内部已含 softmax，而最后一层已经是 ${activation}。这样 softmax 作用在 0 到 1 之间的数上：损失无法接近 0，学习很慢。下面的推导对文件的写法仍然正确。`,
    "warning-probabilities": ({ activation, loss }) =>
      say`注意：损失 ${loss} 要对输出取对数，输出必须是概率，但没有什么保证输出在 0 与 1 之间；最后一层加上 ${activation} 就可以。`,
    "warning-cut": ({ output }) =>
      say`${output}的某些值非常接近 0 或 1，损失按 PyTorch 的做法截断：对数至少取 −100，导数分母中的“输出乘以一减输出”至少取 9.999999960041972e-13（即单精度的 1e-12）。截断起作用时，导数只是约定，不是斜率。`,
    "column-quantity": () => say`已知量`,
    "column-values": () => say`取值`,
    "column-parameter": () => say`参数`,
    "column-formula": () => say`公式`,
    "column-gradient": () => say`梯度`,
    "column-computation": () => say`计算`,
    "column-new": () => say`新值`,
    "column-walk": () => say`按公式`,
    "column-precise": () => say`高精度差商`,
    "column-reverse": () => say`反向模式的误差`,
    "column-difference": () => say`中心差商的误差`,
    "column-complex": () => say`复数步长法的误差`,
    "column-verdict": () => say`结论`,
    samples: ({ index, loss }) =>
      say`${index}是样本的编号，每个样本占输入的一行，${loss}是一个样本的损失。`,
    "forward-quantity": ({ quantity, role: about }) => say`${quantity}${role(about)}`,
    "forward-rest": ({ count }) => say`其余 ${count} 个用同样的方法得到：`,
    "folded-sum": ({ count }) =>
      say`求和共有 ${count} 项；数字算式只写出前两项和最后一项，中间用省略号代替。`,
    "activation-threshold": ({ inner, most }) =>
      say`和 PyTorch 一样，当 ${inner} 大于 ${most} 时，这里的 softplus 直接输出它的输入，导数恰为 1：此时它与 softplus 相差很小。方括号表示用的是哪一种情形：超过阈值时为 1，否则为 0。`,
    "function-value": ({ function: name }) => say`其中 ${name} 用计算器上有的函数来表示，就是：`,
    "loss-intro": ({ loss }) => say`损失${loss}是一个数，衡量输出离目标有多远。`,
    "loss-equation": ({ loss }) => say`最后是${loss}，下面求的就是它的导数。`,
    "loss-terms": ({ count }) => say`它由 ${count} 项相加而成：`,
    "loss-half": () =>
      say`系数 ½ 与平方求导产生的 2 相消，所以损失对输出的导数就是“输出减目标”（不是“目标减输出”）。`,
    "loss-mean": ({ factor, count }) => say`系数${factor}表示对 ${count} 个输出取平均。`,
    "loss-cut": () =>
      say`对数按 PyTorch 的做法截断，至少取 −100，这样输出恰为 0 或 1 时损失不会变成无穷大；导数的分母也同样截断。只要输出不是极其接近 0 或 1，截断就不起作用，最大值就是对数本身。`,
    "loss-class": () => say`目标是一个类别：该类别处为 1，其余为 0，所以求和中只剩下一项。`,
    "likelihood-softmax": ({ probabilities, logits }) =>
      say`${probabilities}是对${logits}作 softmax 的结果：每个类别一个正数，总和为 1，即网络给各个类别的概率。下面的导数都用它来表示。`,
    "likelihood-loss": ({ probabilities, sumToOne }) =>
      sumToOne
        ? say`用${probabilities}来写，损失就是交叉熵，因为 softmax 的对数是一个差，而目标之和为 1：`
        : say`用${probabilities}来写，损失就是交叉熵，因为 softmax 的对数是一个差：`,
    "likelihood-derivative": ({ probabilities, logits }) =>
      say`softmax 与交叉熵放在一起求导，因为很多因子会消去。先看${probabilities}：分母是公共的，所以每个概率都依赖${logits}的每个分量。`,
    "likelihood-cancel": ({ probabilities, sumToOne }) =>
      sumToOne
        ? say`损失的每一项的导数是“负的目标除以${probabilities}”。概率消去，而目标之和为 1：`
        : say`损失的每一项的导数是“负的目标除以${probabilities}”。概率消去：`,
    "loss-meaning": ({ loss }) =>
      say`训练就是调整参数使${loss}变小；下面的导数告诉我们往哪个方向调。`,
    "function-intro": ({ call }) =>
      say`${call}的导数是怎么来的：把它拆成初等函数，逐步运用求导法则。`,
    "function-result": () => say`合起来，并用函数自身的值来表示（前向传播时已经算出）：`,
    "rule-step": ({ rule: used }) => say`${rule(used)}。`,
    "rule-substitution": ({ name, inner }) => say`这里${name}表示内层函数${inner}。`,
    "walk-heading": ({ derivative }) => say`求导数${derivative}`,
    "walk-no-path": ({ target }) => say`从${target}没有路径通向损失：损失与它无关。`,
    "walk-flat": ({ target }) =>
      say`从${target}到损失的每条路径都经过一个导数为 0 的函数，所以损失对它的微小变化没有反应，梯度为 0。`,
    "walk-one-path": ({ target, path }) =>
      say`${target}只通过一条路径影响损失，从损失往回看是：${path}。由链式法则，导数等于这条路径上各个局部导数的乘积：`,
    "walk-paths": ({ target, count }) =>
      say`${target}通过 ${count} 条路径影响损失。每条路径都会传递变化，所以要把各条路径的贡献加起来。`,
    "walk-long": ({ target, count }) =>
      say`${target}通过${paths(count)}影响损失，但路径太长，不宜写成一个乘积，下面逐步计算。`,
    "walk-many-paths": ({ target, count, limit }) =>
      say`${target}通过 ${paths(count)}影响损失，超过了逐条列出的上限 ${limit} 条。下面逐步计算，公共的部分只算一次。`,
    "walk-chain": () => say`由链式法则，每条路径是一个乘积，再把这些乘积相加：`,
    "walk-path-item": ({ number, path }) => say`路径 ${number}，从损失往回看：${path}`,
    "walk-factors": () => say`逐个计算因子：`,
    factor: ({ derivative, from, to, rules }) =>
      say`${derivative}是${from}对${to}的变化率${rules.length > 0 ? `（${rules.map(rule).join("、")}）` : ""}。`,
    "factor-kink": ({ function: name, at, left, right, used }) =>
      say`函数 ${name} 在${at}处有尖点，而自变量恰好在这里：左侧斜率为${left}，右侧斜率为${right}。此处不可导；PyTorch 取${used}，这里也一样。`,
    "factor-tie": ({ function: name }) =>
      say`${name} 在这里有几个自变量并列：此处不可导；PyTorch 把斜率平均分给它们，这里也一样。`,
    "factor-direct": ({ derivative, quantity }) =>
      say`这里${derivative}只计公式中直接出现的${quantity}；经过其他量的影响属于别的路径。`,
    "factor-known": ({ value }) => say`前面已经求出：${value}`,
    "walk-product": ({ number }) =>
      number === undefined ? say`相乘：` : say`沿路径 ${number} 相乘：`,
    "walk-sum": ({ count }) => say`把 ${count} 条路径的贡献相加：`,
    "walk-meaning": ({ target, derivative, sign }) => {
      if (sign === "kink")
        return say`${derivative}只是约定（与 PyTorch 一致），不是斜率：从${target}到损失，途中有函数正处在尖点。`;
      if (sign > 0)
        return say`${derivative}为正：${target}稍微增大，损失就增大，所以梯度下降会把它调小。`;
      if (sign < 0)
        return say`${derivative}为负：${target}稍微增大，损失就减小，所以梯度下降会把它调大。`;
      return say`${derivative}为零：在一阶近似下损失对${target}没有反应，梯度下降不会改变它。`;
    },
    "deltas-intro": ({ hasDeltas }) =>
      hasDeltas
        ? say`再用 δ 算一遍。δ 是损失对加权和的偏导数的简记。每个导数都由更靠近损失的导数算出，只算一次，以后反复使用。`
        : say`再逐步算一遍：每个导数都由更靠近损失的导数算出，只算一次，以后反复使用。`,
    "deltas-alone": () => say`逐步计算：每个导数都由更靠近损失的导数算出，只算一次，以后反复使用。`,
    "deltas-rest": () => say`同样的方法可得：`,
    "deltas-known": ({ known }) => say`前面已经算出：${list(known)}。`,
    delta: ({ delta, quantity, merged, isLast }) => {
      if (merged === undefined) return say`${delta}是损失对${quantity}的变化率：`;
      return isLast
        ? say`${delta}汇总全部 ${merged} 条路径对${quantity}的结果：`
        : say`${delta}是损失对${quantity}的变化率；从损失出发的 ${merged} 条路径在这里汇合，以后合并计算：`;
    },
    "formulas-intro": () =>
      say`把同样的推导对所有单元一次完成：先看每个量用在哪里，再用链式法则，求出局部导数，最后化简求和式。一个分量对另一个分量求导，两者相同时为 1，不同时为 0，用方括号来记；一般地，方括号内的条件成立时其值为 1，否则为 0。带撇的指标是取值范围相同的另一个指标。`,
    "formulas-notation": () =>
      say`矩阵形式中，⊙ 表示逐元素相乘，粗体的 1 是元素全为 1 的列向量，右上角带 ⊙ 的数表示逐元素乘方，⊤ 表示转置。`,
    "formula-heading": ({ derivative }) => say`${derivative}的公式`,
    "formula-users": ({ quantity, users }) =>
      say`${quantity}出现在${list(users)}的公式中。由链式法则，把这些地方的贡献相加：`,
    "formula-direct": ({ quantity, loss }) => say`${quantity}直接出现在${loss}的公式中，逐项求导：`,
    "formula-delta": () => say`对方括号中的指标求和时，只剩下满足条件的那一项：`,
    "formula-guard": () => say`留下来的方括号表示：指标取哪些值时才有这一项。`,
    "formula-result": () => say`代入：`,
    "matrix-intro": () => say`写成矩阵形式：`,
    "matrix-none": ({ reason }) => say`这个公式没有矩阵形式：${matrixReasons[reason] ?? reason}。`,
    "matrix-shapes": ({ shapes }) => say`形状：${listed(shapes, "、")}。`,
    "transpose-contracted": ({ factor, index, partner, side }) =>
      side === "left"
        ? say`${factor}要转置：求和对它的列指标${index}进行，而矩阵相乘时，求和指标必须是左边${partner}的列指标，同时是右边因子的行指标。`
        : say`${factor}要转置：求和对它的行指标${index}进行，而矩阵相乘时，求和指标必须是左边因子的列指标，同时是右边${partner}的行指标。`,
    "transpose-outer": ({ factor, index }) =>
      say`${factor}要转置，因为这里没有求和，它的指标${index}成为结果的列。`,
    "transpose-layout": ({ factor }) => say`${factor}要转置，因为它的列是结果的行。`,
    "gradients-intro": ({ hasSharedBias, hasSamples }) => [
      "同一单元的权重共用一个 δ，不同的只是最后一个因子，即前向传播中与该权重相乘的量；偏置的这个因子是 1。",
      ...(hasSharedBias ? ["共享的偏置要把各单元的 δ 相加。"] : []),
      ...(hasSamples ? ["每个梯度都要对样本求和。"] : []),
    ],
    "gradients-deltas": () => say`还缺的中间导数：`,
    "gradients-equations": () => say`全部梯度，用“用到该参数的量”的导数来表示。`,
    unused: () => say`损失与它无关`,
    "update-intro": ({ optimizer, parameter, gradient, rate }) =>
      say`用 ${optimizer} 更新一步：${parameter}表示任一待训练的参数，${gradient}是它的梯度，${rate}是学习率。所有梯度都用旧值算出，然后所有待训练的参数才同时更新。`,
    "update-anew": () =>
      say`每一步的梯度都要重新计算。PyTorch 的训练循环先调用 zero_grad 正是为此：否则 backward 会把新的梯度加到上一步的梯度上。`,
    "update-count": ({ count }) => say`${count}是步数，从 1 数起。`,
    "update-state": ({ states, start }) =>
      say`每个参数都有自己的${list(states)}，从一步保留到下一步；第一步之前${states.length === 1 ? "它" : "它们"}为${start}。`,
    "update-worked": ({ parameter, gradient }) =>
      say`以${parameter}为例手算这一步，梯度${gradient}上面已经求得：`,
    "update-line": ({ role: about }) => say`${stepLines[about]}`,
    "update-first-step": ({ kind, gradient, rate }) => {
      if (kind === "plain")
        return say`第一步的速度就是${gradient}，所以与学习率为${rate}的普通 SGD 相同；从第二步起才有差别。`;
      if (kind === "sign" || kind === "sign-and-decay")
        return say`${kind === "sign" ? "" : "除衰减以外，"}第一步中${gradient}的大小被约去：只要它不是极小，参数就移动约${rate}，方向与梯度的符号相反。梯度再大，也不会比梯度小时移动得更远。`;
      return say`第一步中${gradient}的大小被约去：只要它不是极小，每个参数移动的距离都是${rate}的同一倍数，方向与梯度的符号相反。梯度再大，也不会比梯度小时移动得更远。`;
    },
    "update-all": () => say`每个参数这一步的最后一行：`,
    "update-velocity": ({ velocity }) => say`第一步之前还没有${velocity}，所以它就等于梯度。`,
    "update-frozen": ({ names }) => say`不训练的参数（网络文件中规定冻结）：${list(names)}。`,
    "update-after": ({ before, after, change }) =>
      say`更新前${before}，用新参数计算得${after}：${changes[change]}`,
    "train-intro": ({ steps }) =>
      say`把同样的一步重复下去，共 ${steps} 步；每一步都在上一步得到的参数处，用全部样本重新计算梯度。`,
    "train-caption": ({ steps }) => say`第一步之前和 ${steps} 步中每一步之后的损失。`,
    "train-title": () => say`训练过程中的损失`,
    "train-steps": () => say`优化器的步数`,
    "train-loss": ({ loss, isLog }) => say`损失 ${loss}${isLog ? "（对数坐标）" : ""}`,
    "train-result": ({ steps, loss, before, after }) =>
      say`用双精度计算，${loss}从${before}变为${after}，共 ${steps} 步。写出的数字都是两种互相独立的算法一致得到的：一种用上面的公式，一种用自动微分。`,
    "train-some": ({ loss }) => say`曲线上的几个点，${loss}表示 n 步之后的损失：`,
    "train-skipped": ({ operations }) =>
      say`这里不画曲线，因为每一步大约要做 ${operations} 次运算；命令“gradwalk train”可以训练任意多步。`,
    "train-diverged": ({ steps }) =>
      say`这里不画曲线：用这个优化器，不到 ${steps} 步数值就不再有限。学习率小一些，步子就小一些。`,
    "check-intro": () =>
      say`不用上面的公式，再把每个梯度算一遍：高精度差商、反向模式自动微分、双精度的中心差商、复数步长法。除反向模式外，都只用到前向传播。误差是相对于高精度结果的相对误差；“一致”表示误差没有超出双精度舍入所能解释的范围。`,
    "check-of": ({ what }) =>
      what === "given"
        ? say`这个网络没有参数：这里检验的是损失对已知量的导数。`
        : say`这个网络没有参数，也没有已知量，所以没有梯度可以检验。`,
    "check-limited": ({ checked, total, isGiven }) =>
      isGiven
        ? say`这里检验了 ${total} 个导数中的 ${checked} 个。`
        : say`这里检验了 ${total} 个参数中的 ${checked} 个。`,
    "check-kink": ({ parameters, isCut, isOutside }) => [
      ...(isCut
        ? say`下列参数到损失的途中有函数正处在尖点，或按 PyTorch 的做法被截断：${list(parameters)}。`
        : say`下列参数到损失的途中有函数正处在尖点：${list(parameters)}。`),
      ...say`采用的值是 PyTorch 的约定，旁边列出损失的左导数和右导数。`,
      ...(isOutside
        ? say`每个函数各按自己的约定取值，所以有几个函数同时处在尖点时，采用的值不一定介于左右导数之间。`
        : []),
    ],
    "error-absolute": ({ error }) => say`${error}（绝对误差）`,
    "column-kink": () => say`尖点来自`,
    "column-left": () => say`左导数`,
    "column-right": () => say`右导数`,
    "column-convention": () => say`采用的值`,
    "kink-site": ({ function: name, quantity }) => say`${name}（${quantity}）`,
    "side-missing": () => say`不存在`,
    "side-infinite": ({ isNegative }) => [isNegative ? "−∞" : "∞"],
    "difference-intro": ({ target, isTruncated }) =>
      isTruncated
        ? say`为什么表中还有比中心差商更好的方法？以 ${target} 为例，中心差商的误差随步长变化，呈 V 形。步长 h 较大时，主要是截断误差：两个点看不出损失曲线的弯曲，误差随 h² 减小。步长很小时，主要是舍入误差：两个几乎相等的损失相减，剩下的末几位数字再除以 h，误差按 ε/h 增大。没有哪个步长能同时避开两者，所以这里用多个步长外推，或者干脆不做差商。`
        : say`为什么表中还有比中心差商更好的方法？损失沿 ${target} 的方向非常平滑，步长 h 很大时也看不出截断误差。剩下的是舍入误差：两个几乎相等的损失相减，剩下的末几位数字再除以 h，误差按 ε/h 增大。`,
    "difference-caption": ({ name }) =>
      say`${name} 的中心差商的相对误差与步长的关系（双对数坐标）。`,
    "difference-title": ({ name }) => say`${name} 的中心差商：误差与步长`,
    "difference-step": () => say`步长 h`,
    "difference-error": () => say`相对误差`,
    "difference-measured": () => say`双精度实测`,
    "difference-truncation": () => say`截断误差，与 h² 成正比`,
    "difference-rounding": () => say`舍入误差，ε·E /（h·导数）`,
    "check-result": ({ relations }) => say`本文写出的 ${relations} 个关系式在生成前都已逐一验证。`,
    verdict: ({ verdict }) => [verdicts[verdict]],
    "derive-title": ({ expression }) => say`求${expression}的导数`,
    "derive-point": () => say`取值点，以及函数在该点的值：`,
    "derive-heading": ({ variables }) => say`对${listed(variables, "求导，再对")}求导`,
    "derive-result": () => say`导数为：`,
    "derive-value": () => say`在给定的点：`,
  },
};
