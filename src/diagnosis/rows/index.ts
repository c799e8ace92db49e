import { biasRows } from "./biases.js";
import { forwardRows } from "./forward.js";
import { indexRows } from "./indices.js";
import { lossRows } from "./loss.js";
import { onePlaceRows } from "./one-place.js";
import { pathRows } from "./paths.js";
import { slopeRows } from "./slopes.js";
import { updateRows } from "./update.js";

/** Every known mistake. */
export const mistakeRows = [
  ...slopeRows,
  ...onePlaceRows,
  ...pathRows,
  ...lossRows,
  ...indexRows,
  ...biasRows,
  ...forwardRows,
  ...updateRows,
];

/** The id of a row, with `#` for what it strikes. */
export type MistakeId = (typeof mistakeRows)[number]["id"];
