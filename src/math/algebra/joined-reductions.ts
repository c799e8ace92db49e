import type { Expression, ReductionNode } from "./expression.js";

const joined = new Set<ReductionNode["name"]>(["max", "min"]);

/** Whether a reduction is one with what stands directly inside of it: the largest over i and j shares ties over both. */
export const isJoined = ({ name }: ReductionNode, body: Expression): body is ReductionNode =>
  joined.has(name) && body.kind === "reduction" && body.name === name;
