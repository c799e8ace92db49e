import { describe, expect, it } from "vitest";
import { checkGradients } from "../../src/check/methods/check-gradients.js";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { gradientsOf } from "../../src/gradients/gradients.js";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { counted, isProof } from "../support/counts.js";
import { reportOf } from "../support/documents.js";
import { fileObject } from "../support/equations/language.js";
import { differenceObjections, objectionsTo } from "../support/equations/objections.js";
import { permuted } from "../support/equations/permuted.js";
import { type RandomFile, randomFile } from "../support/equations/random-file.js";
import { networkOf } from "../support/read.js";

const timeout = isProof ? 7_200_000 : 600_000;

/** Every tenth seed of as many files. */
const groups = (files: number): readonly number[] =>
  Array.from({ length: Math.ceil(files / 10) }, (_, k) => 1 + 10 * k);

function each(
  first: number,
  count: number,
  look: (random: RandomFile, what: string) => void,
): void {
  for (let seed = first; seed < first + count; seed++) {
    const random = randomFile(seed);
    look(random, `seed ${seed}: ${JSON.stringify(fileObject(random.file))}`);
  }
}

const optimizer = { sgd: { lr: 0.1 } };

describe("random equation files mean what an independent evaluator says", () => {
  it.each(groups(counted(1000)))("10 files from seed %i on", { timeout }, (first) => {
    each(first, 10, (random, what) => {
      expect(differenceObjections(random), `the evaluator, ${what}`).toEqual([]);
      const found = gradientsOf(networkOf(fileObject(random.file)));
      expect(objectionsTo(found, random), what).toEqual([]);
      // Addends in another order are rounded otherwise: what was a tie among sums may be none then.
      if (random.meaning.ties > 0) return;
      const turned = gradientsOf(networkOf(fileObject(permuted(random.file))));
      expect(objectionsTo(turned, random), `the other way round, ${what}`).toEqual([]);
    });
  });

  it.each(groups(counted(500)))("for the judges: 10 from seed %i on", { timeout }, (first) => {
    each(first, 10, ({ file }, what) => {
      const { model } = networkOf(fileObject(file));
      const { gradients } = checkGradients(backpropagate(model), { limit: 12 });
      const accused = gradients.filter(({ ok, verdict }) => !ok || verdict === "uncheckable");
      expect(accused, what).toEqual([]);
    });
  });

  it.each(groups(counted(100)))(
    "in reports and streams: 1 from seed %i on",
    { timeout },
    (first) => {
      each(first, isProof ? 10 : 1, ({ file }, what) => {
        const network = networkOf({ ...fileObject(file), optimizer });
        expect(reportOf(network, { codes: ["en"] }).relations.failed, what).toEqual([]);
        expect(verifyStream(JSON.stringify(buildStream(network))).rejected, what).toEqual([]);
      });
    },
  );
});
