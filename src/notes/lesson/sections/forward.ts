import { quantitiesInOrder } from "../../../math/model/order.js";
import type { Block } from "../block.js";
import type { LessonContext } from "../context.js";
import type { Progress } from "../progress.js";
import { definitionBlocks } from "./definitions.js";

/** Every quantity but the loss, in an order in which it can be computed: formula, numbers, value. */
export function forwardSection(context: LessonContext, progress: Progress): readonly Block[] {
  const { forward } = context.backpropagation;
  const quantities = quantitiesInOrder(forward).filter(({ name }) => name !== forward.loss);
  return quantities.flatMap((quantity) => definitionBlocks(context, quantity, progress));
}
