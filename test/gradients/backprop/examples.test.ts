import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backpropagate } from "../../../src/gradients/backprop/backpropagate.js";
import { matrixFormOf } from "../../../src/gradients/backprop/matrix-form.js";
import { infix } from "../../../src/math/algebra/infix.js";
import type { Printed } from "../../../src/math/algebra/tex/index.js";
import { matrixTex } from "../../../src/math/algebra/tex/matrix.js";
import { adjointOwner } from "../../../src/math/model/model.js";
import { catalog } from "../../../src/network/catalog.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { buildNetwork } from "../../../src/network/network.js";
import { exampleForms } from "./example-forms.js";

const folder = join(import.meta.dirname, "..", "..", "..", "examples");

const printed = (name: string): Printed => {
  const owner = adjointOwner(name);
  return { kind: "number", tex: owner === undefined ? name : `∂${owner}` };
};

/** Each adjoint of an example: its index form, piece by piece, and its matrix form or why it has none. */
function formsOf(file: string): Record<string, readonly [index: string, matrix: string]> {
  const { model } = buildNetwork(readSpec(readFileSync(join(folder, file), "utf8"), catalog));
  const { adjoints, model: extended } = backpropagate(model);
  const axisName = (name: string, axis: number) =>
    model.quantities.get(name.replace("∂", ""))?.axes[axis]?.index;
  return Object.fromEntries(
    [...adjoints.values()].map(({ name, pieces }) => {
      const form = matrixFormOf(extended, name);
      const matrix =
        form?.kind === "none" ? `none: ${form.reason.code}` : form && matrixTex(form.node, printed);
      const index = pieces.map(({ axes, right }) => {
        const at = axes.map(({ index: axis, lo, hi }) => (lo === hi ? lo : axis)).join(",");
        return `[${at}] ${infix(right, { axisName })}`;
      });
      return [name, [index.join("; "), matrix ?? "none"]];
    }),
  );
}

describe("the derivation of each example is the textbook's, in index form and in matrix form", () => {
  it.each(Object.keys(exampleForms))("%s", (file) => {
    expect(formsOf(file)).toEqual(exampleForms[file]);
  });
});
