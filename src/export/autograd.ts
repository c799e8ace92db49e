import { adjointName, type Quantity } from "../math/model/model.js";
import { quantitiesInOrder } from "../math/model/order.js";
import { scheduleOf } from "../math/model/schedule.js";
import type { Network } from "../network/network.js";
import { answerLines, type GradientOf } from "./answer-code.js";
import { beginScript, dataLines, finishScript, isLeaf } from "./script.js";
import { indented } from "./statements.js";
import { stepWriter } from "./steps.js";
import type { Storage } from "./storage.js";
import { storageIn, type Writing } from "./writing.js";

/** The array that differentiation is by: its own, also where equations add to what is given. */
const leafIn = (writing: Writing, { name }: Quantity): Storage =>
  writing.leaves.get(name) ?? storageIn(writing, name);

const leavesOf = ({ model }: Network): readonly Quantity[] =>
  [...model.quantities.values()].filter(isLeaf);

/** Whether there is anything that the loss depends on; otherwise nothing was recorded to go back through. */
const dependsOnLeaves = ({ model }: Network): boolean => quantitiesInOrder(model).some(isLeaf);

/** The gradients that PyTorch leaves at its leaves: `gradient(W1)`. */
export const recordedGradient =
  (writing: Writing): GradientOf =>
  (quantity) => {
    const { kind, name, axes } = leafIn(writing, quantity);
    return { kind: kind === "scalar" ? "scalar" : "array", name: `gradient(${name})`, axes };
  };

/** A script in which PyTorch records the equations and goes backward by itself. */
export function pytorchEquations(network: Network): string {
  const writing = beginScript(network, "torch", network.model);
  const { data, copies } = dataLines(network, writing);
  const write = stepWriter(writing, writing.titleOf);
  const forward = scheduleOf(network.model).flatMap(write);
  const loss = storageIn(writing, network.model.loss).name;
  return finishScript(network, "torch", { target: "pytorch", needs: "PyTorch" }, [
    ["What is given, and the parameters", data],
    ["Forward", [...copies, ...forward]],
    ["Backward", dependsOnLeaves(network) ? [`${loss}.backward()`] : []],
    ["The answer", answerLines(network, writing, recordedGradient(writing))],
  ]);
}

/** A script in which JAX differentiates a function of everything that can be differentiated by. */
export function jaxScript(network: Network): string {
  const { model } = network;
  const writing = beginScript(network, "jax", model);
  const { data, copies } = dataLines(network, writing);
  const leaves = leavesOf(network).map((quantity) => ({
    quantity,
    leaf: leafIn(writing, quantity),
  }));
  const forward = scheduleOf(model).flatMap(stepWriter(writing, writing.titleOf));
  const loss = storageIn(writing, model.loss).name;
  const results = [...model.quantities.values()]
    .filter(({ name, role }) => role === "intermediate" || writing.leaves.has(name))
    .map(({ name }) => storageIn(writing, name).name);
  const names = leaves.map(({ leaf }) => leaf.name).join(", ");
  const gradients = new Map(
    leaves.map(({ quantity, leaf }) => [
      quantity.name,
      {
        ...leaf,
        name: writing.names.ofQuantity(
          adjointName(quantity.name),
          `grad_${writing.titleOf(quantity.name)}`,
        ),
      },
    ]),
  );
  const gradientNames = [...gradients.values()].map(({ name }) => name);
  const numbers = leaves.map((_, place) => place).join(", ");
  const gradientOf: GradientOf = ({ name }) => gradients.get(name) ?? storageIn(writing, name);
  return finishScript(network, "jax", { target: "jax", needs: "JAX" }, [
    ["What is given, and the parameters", data],
    [
      "Forward",
      [
        `def forward(${names}):`,
        ...indented([...copies, ...forward, `return ${loss}, (${results.join(", ")},)`]),
      ],
    ],
    [
      "Backward",
      [
        `differentiate = jax.value_and_grad(forward, argnums=(${numbers},), has_aux=True)`,
        `(${loss}, values), gradients = differentiate(${names})`,
        `(${results.join(", ")},) = values`,
        `(${gradientNames.join(", ")},) = gradients`,
      ],
    ],
    ["The answer", answerLines(network, writing, gradientOf)],
  ]);
}
