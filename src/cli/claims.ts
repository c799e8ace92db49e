import type { Claim, JudgedNumber, ReferenceResult } from "../check/reference/judge-reference.js";
import { alignColumns } from "./check-table.js";

/** Numbers in the nested lists of a shape. */
function nested<Item>(items: readonly Item[], shape: readonly number[]): unknown {
  const [length, ...rest] = shape;
  if (length === undefined) return items[0] ?? null;
  const size = items.length / length;
  return Array.from({ length }, (_, place) =>
    nested(items.slice(place * size, (place + 1) * size), rest),
  );
}

const wrongOnes = ({ numbers }: Claim): readonly JudgedNumber[] =>
  numbers.filter(({ verdict }) => verdict !== "right");

function claimJson(claim: Claim): object {
  const { entry, kind, numbers, verdict, ok } = claim;
  const { name, shape } = entry;
  return {
    name,
    kind,
    given: nested(
      numbers.map(({ given }) => given.value),
      shape,
    ),
    right: nested(
      numbers.map(({ right }) => right),
      shape,
    ),
    verdict,
    ok,
    compared: numbers.length,
    wrong: wrongOnes(claim).length,
    ...(shape.length === 0 && {
      givenText: numbers[0]?.given.text,
      rightText: numbers[0]?.rightText ?? String(numbers[0]?.right),
    }),
  };
}

/** What `check --against --json` says about the numbers of a reference; the keys are public. */
export function claimsJson({ claims, first, precision }: ReferenceResult): object {
  return {
    precision,
    first: first
      ? { name: first.name, kind: first.kind, given: first.given.value, right: first.right }
      : null,
    claims: claims.map(claimJson),
  };
}

const meaning = {
  written: "judged by their written digits",
  double: "judged as float64",
  float32: "judged as float32",
} as const;

/** Numbers of float32 that were written out as doubles: they cannot be right in the digits behind the seventh. */
const isFloat32 = ({ claims, precision, ok }: ReferenceResult): boolean =>
  precision === "double" &&
  !ok &&
  claims.every(({ numbers }) =>
    numbers.every(({ given: { value } }) => Math.fround(value) === value),
  );

const float32Note =
  "note: all numbers given are float32 numbers, written out as float64; compute them in float64 (PyTorch: torch.float64), or give them as .safetensors or .pt, where float32 is compared as such";

const rightOf = ({ right, rightText }: JudgedNumber): string => rightText ?? String(right);

function rowOf(claim: Claim): readonly string[] {
  const { entry, kind, numbers, verdict } = claim;
  const [first] = numbers;
  const [wrong = first] = wrongOnes(claim);
  if (!wrong) return [entry.name, kind, "", "", verdict];
  if (entry.shape.length === 0)
    return [entry.name, kind, wrong.given.text, rightOf(wrong), verdict];
  const amount = `${wrongOnes(claim).length} of ${numbers.length} not right`;
  return verdict === "right"
    ? [entry.name, kind, entry.shape.join("×"), "", verdict]
    : [entry.name, kind, wrong.given.text, rightOf(wrong), `${verdict}, ${amount}`];
}

/** The numbers of a reference beside the right ones, for the terminal. */
export function claimLines(result: ReferenceResult): readonly string[] {
  const { claims, first, precision } = result;
  const departs =
    first &&
    `first to depart along the network: the ${first.kind} of ${first.name}, given ${first.given.text}, right ${rightOf(first)}`;
  return [
    "",
    `The numbers given, ${meaning[precision]}:`,
    ...alignColumns([["name", "kind", "given", "right", "verdict"], ...claims.map(rowOf)]),
    ...(departs ? [departs] : []),
    ...(isFloat32(result) ? [float32Note] : []),
  ];
}
