import { describe, expect, it } from "vitest";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { networkOf } from "../support/read.js";

const image = (rows: number, columns: number): readonly (readonly number[])[] =>
  Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => ((r * 7 + c * 5 + r * c) % 11) / 10 - 0.4),
  );

const networks = {
  "a max over two indices": {
    sizes: { u: 2, v: 2, r: 2, s: 2 },
    given: { x: image(4, 4) },
    parameters: { w: 0.5, b: 0.1 },
    equations: {
      "a[i,j]": "relu(w*x[i,j] + b)",
      "m[u,v]": "max(r, s, a[2*u+r-2,2*v+s-2])",
      E: "sum(u, v, m[u,v]^2)",
    },
  },
  "a min over three indices": {
    given: { x: [image(2, 3), image(2, 3)] },
    parameters: { w: image(2, 3) },
    equations: {
      "a[n,i,j]": "w[i,j]*x[n,i,j]",
      "m[k]": "min(n, i, j, a[n,i,j]*k)",
      E: "sum(k, m[k]^2)",
    },
    sizes: { k: 2 },
  },
  "a max in a sum, over one value and over three": {
    sizes: { u: 1 },
    given: { x: image(3, 1) },
    parameters: { w: image(2, 3) },
    equations: { E: "sum(j, max(u, i, w[j,i]*x[i,u]))^2" },
  },
};

describe("the rules behind a reduction over several indices", () => {
  it.each(Object.entries(networks))("%s", (_, file) => {
    const stream = buildStream(networkOf({ ...file, loss: "E" }));
    expect(verifyStream(JSON.stringify(stream)).rejected).toEqual([]);
    expect(JSON.stringify(stream)).not.toContain("#");
  });
});
