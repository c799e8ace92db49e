import { type Big, big, unknown, zero } from "../calculator/arithmetic.js";
import {
  type Axis,
  budget,
  evaluate,
  keyOf,
  type Read,
  slope,
  TooMuch,
  tuplesOf,
} from "../calculator/evaluate.js";
import { type Node, parse } from "../calculator/parse.js";
import { InputError } from "../problem/problem.js";
import { readStream } from "../stream-format/read-stream.js";
import type { StepStream, StreamStep } from "../stream-format/step-stream.js";
import { axisText, LocalJudge } from "./judge-local.js";
import {
  axisOf,
  type Model,
  mentions,
  modelOf,
  type Piece,
  pieceKey,
  sizeOf,
  valuesOf,
} from "./model.js";
import { agree, compare, drawn } from "./points.js";

/** What became of a stream. */
export interface Verdict {
  readonly ok: boolean;
  readonly steps: number;
  readonly rejected: readonly { readonly id: number; readonly reason: string }[];
}

type Check = (step: StreamStep) => string | undefined;
interface Expected {
  readonly rule: string;
  readonly place: string;
  /** With the names of the step's own axes, where it has some. */
  readonly before: (names: readonly string[]) => string;
  readonly check: Check;
}
interface Court {
  readonly stream: StepStream;
  readonly model: Model;
  readonly values: Read;
  readonly isShown: (key: string) => boolean;
  /** What the steps since the last expected one belong to. */
  local?: LocalJudge | undefined;
  paths: Map<string, Big>;
}

const mostScalars = 400;
const mostWork = 30_000_000;
const sameText =
  (text: string): Check =>
  ({ after }) =>
    after === text ? undefined : `it is ${text}`;

/** A number must be the value, rounded to the digits of the stream, or exactly the value. */
function numberIs(text: string, value: Big, digits: number): string | undefined {
  if (!/^(0|-?(0\.\d+|[1-9]\d*(\.\d+)?)(e-?\d+)?)$/.test(text)) return "it is no number";
  const number = big(text);
  const written = text.replace(/e.*/, "").replace(/[-.]/g, "").replace(/^0+/, "").length;
  const rounded = written === digits && value.toSignificantDigits(digits).eq(number);
  const isExact =
    number.minus(value).abs().lte(value.abs().times(1e-22)) ||
    (number.isZero() && value.abs().lt(1e-25));
  return rounded || isExact ? undefined : `it is ${value.toSignificantDigits(digits)}`;
}

const numberFrom =
  ({ stream }: Court, value: () => Big): Check =>
  ({ after }) =>
    numberIs(after, value(), stream.digits);

/** The axes of a step must be these ranges, under these names or the same with `_` behind. */
const axesAre = (step: StreamStep, axes: readonly Axis[]): boolean => {
  const own = (step.axes ?? []).map(axisOf);
  const isSame = ([index, lo, hi]: Axis, k: number): boolean =>
    index === own[k]?.[0].replace(/_+$/, "") && lo === own[k]?.[1] && hi === own[k]?.[2];
  return (
    own.length === axes.length &&
    axes.every(isSame) &&
    new Set(own.map(([name]) => name)).size === own.length
  );
};

const plain = (rule: string, place: string, before: string, check: Check): Expected => ({
  rule,
  place,
  before: () => before,
  check: (step) => (step.axes ? "it has no indices" : check(step)),
});

/** The derivative of each formula by each quantity in it. */
function localsOf(court: Court): readonly Expected[] {
  const { loss, pieces, formulas, reached } = court.model;
  const live = pieces.filter(({ name }) => reached.has(name));
  return live.flatMap((user) =>
    live
      .filter(({ name }) => name !== loss && mentions(user, name))
      .map((used): Expected => {
        const by = (names: readonly string[]): string =>
          pieceKey(used, names.slice(user.axes.length));
        return {
          rule: "local",
          place: "formulas",
          before: (names) => `diff(${pieceKey(user, names)}, ${by(names)})`,
          check: (step) => {
            if (!axesAre(step, [...user.axes, ...used.axes]) || !user.formula)
              return "its axes are not those of the model";
            const all = (step.axes ?? []).map(axisOf);
            const { name, axes, formula } = user;
            const variable = parse(by(all.map(([index]) => index)));
            const local = { name, axes, formula, all, by: variable };
            court.local = new LocalJudge(local, formulas, reached, court.values);
            return court.local.whole(step);
          },
        };
      }),
  );
}

/** Σ adjoint · derivative over all that uses an instance, by differences; other adjoints are any numbers. */
function backward({ model }: Court, name: string, indices: readonly number[], read: Read): Big {
  const by: Node = {
    op: "name",
    text: name,
    parts: indices.map((index) => parse(String(index))),
  };
  let total = zero;
  for (const user of model.pieces)
    if (user.formula && model.reached.has(user.name) && mentions(user, name))
      for (const tuple of tuplesOf(user.axes)) {
        const at = new Map(user.axes.map(([index], axis) => [index, tuple[axis] ?? 0]));
        const mark: Node = { op: "call", text: "diff", parts: [user.formula, by] };
        const slopeHere = evaluate(mark, { at, read });
        if (!slopeHere.isZero()) total = total.plus(slopeHere.times(read(`∂${user.name}`, tuple)));
      }
  return total;
}

/** The model's values, and values near them, with any numbers for the adjoints. */
const nearby = (court: Court): readonly Read[] =>
  [0, 0.1].map((by, salt) =>
    valuesOf(court.model, (key, name) => {
      if (name.startsWith("∂"))
        return name === `∂${court.model.loss}` ? big(1) : big(drawn(`${salt} ${key}`) + 0.1);
      const datum = court.model.data.get(key);
      if (!datum || by === 0) return datum;
      const moved = by * drawn(`${salt} ${key}`);
      return datum.isZero() ? big(moved / 4) : datum.times(1 + moved);
    }),
  );

const adjointsOf = (court: Court): readonly Expected[] => {
  const { loss, pieces, formulas, reached } = court.model;
  const reads = nearby(court);
  return pieces
    .filter(({ name }) => name !== loss && reached.has(name))
    .map(
      (piece): Expected => ({
        rule: "adjoint",
        place: "formulas",
        before: (names) => `∂${pieceKey(piece, names)}`,
        check: (step) => {
          if (!axesAre(step, piece.axes)) return "its axes are not those of the model";
          const axes = (step.axes ?? []).map(axisOf);
          const formula = parse(step.after);
          const name = `∂${piece.name}`;
          formulas.set(name, [...(formulas.get(name) ?? []), { axes, formula }]);
          return compare(
            (at, read) =>
              backward(
                court,
                piece.name,
                axes.map(([index]) => at.get(index) ?? 0),
                read,
              ),
            (at, read) => evaluate(formula, { at, read }),
            axes,
            reads,
          );
        },
      }),
    );
};

const shownKeys = (
  { isShown }: Court,
  pieces: readonly Piece[],
): readonly (readonly [string, string, readonly number[]])[] =>
  pieces.flatMap(({ name, axes }) =>
    [...tuplesOf(axes)].flatMap((tuple) => {
      const key = keyOf(name, tuple);
      return isShown(key) ? [[key, name, tuple] as const] : [];
    }),
  );

function rowsOf(court: Court): readonly Expected[] {
  const { model, values } = court;
  const given = model.pieces.filter(({ data }) => data);
  const texts = new Map(
    given.flatMap(({ name, axes, data = [] }) =>
      [...tuplesOf(axes)].map((tuple, k) => [keyOf(name, tuple), data[k] ?? ""] as const),
    ),
  );
  return [
    ...model.pieces
      .filter(({ formula }) => formula)
      .map(
        (piece): Expected => ({
          rule: "definition",
          place: "forward",
          before: (names) => pieceKey(piece, names),
          check: (step) =>
            (step.axes ?? []).join() === piece.axes.map(axisText).join()
              ? sameText(piece.text ?? "")(step)
              : "its axes are not those of the model",
        }),
      ),
    ...shownKeys(court, given).map(([key]) =>
      plain("given", "givens", key, sameText(texts.get(key) ?? "")),
    ),
    ...shownKeys(
      court,
      model.pieces.filter(({ formula }) => formula),
    ).map(([key, name, tuple]) =>
      plain(
        "value",
        "forward",
        key,
        numberFrom(court, () => values(name, tuple)),
      ),
    ),
  ];
}

/** The slope of the loss by one scalar, from differences of the model alone; NaN at a kink. */
function lossSlope({ model, values }: Court, name: string, indices: readonly number[]): Big {
  const affected = new Set([name]);
  for (const each of affected)
    for (const piece of model.pieces) if (mentions(piece, each)) affected.add(piece.name);
  const own = keyOf(name, indices);
  const lossAt = (x: Big): Big =>
    valuesOf(model, (key, of, at) =>
      key === own ? x : affected.has(of) ? undefined : values(of, at),
    )(model.loss, []);
  return slope(lossAt, values(name, indices));
}

function derivativesOf(court: Court): readonly Expected[] {
  const { model, stream, values } = court;
  const live = model.pieces.filter(({ name }) => name !== model.loss && model.reached.has(name));
  return shownKeys(court, live).map(([key, name, tuple]) =>
    plain("derivative", "gradients", `∂${key}`, ({ after }) => {
      const value = values(`∂${name}`, tuple);
      const found = lossSlope(court, name, tuple);
      if (!found.isNaN() && !agree(found, value, 1e-12))
        return `differences of the loss give ${found.toPrecision(12)}`;
      return numberIs(after, value, stream.digits);
    }),
  );
}

/** The product of the slopes along `E > a[1] > w`; every instance must read the next one. */
function pathValue({ model, values }: Court, path: string): Big {
  const keys = path.split(" > ").map(parse);
  let product = big(1);
  for (const [place, by] of keys.entries()) {
    const from = keys[place - 1];
    if (!from) continue;
    const at = from.parts.map((part) => evaluate(part, { at: new Map(), read: values }).toNumber());
    const piece = model.pieces.find(
      ({ name, axes, formula }) =>
        formula &&
        name === from.text &&
        axes.every(([, lo, hi], k) => lo <= (at[k] ?? Number.NaN) && (at[k] ?? Number.NaN) <= hi),
    );
    if (!piece?.formula || !mentions(piece, by.text))
      throw new SyntaxError(`${from.text} does not read ${by.text}`);
    const scope = {
      at: new Map(piece.axes.map(([index], k) => [index, at[k] ?? 0])),
      read: values,
    };
    product = product.times(
      evaluate({ op: "call", text: "diff", parts: [piece.formula, by] }, scope),
    );
  }
  return product;
}

/** A path that belongs to the total which comes next. */
function pathStep(
  court: Court,
  { before, after, place }: StreamStep,
  target: string,
): string | undefined {
  const { loss } = court.model;
  if (
    place !== `derive ${target}` ||
    !before.startsWith(`${loss} > `) ||
    !before.endsWith(` > ${target}`)
  )
    return "it is no path to what is derived";
  if (court.paths.has(before)) return "the path was there before";
  const value = pathValue(court, before);
  court.paths.set(before, value);
  // At a kink the slopes follow a convention that differences of a whole formula cannot know.
  return value.isNaN() ? undefined : numberIs(after, value, court.stream.digits);
}

const totalsOf = (court: Court): readonly Expected[] =>
  court.stream.targets.map((target) =>
    plain("total", `derive ${target}`, `∂${target}`, ({ after }) => {
      const { text, parts } = parse(target);
      const value = court.values(
        `∂${text}`,
        parts.map((part) => Number(part.text)),
      );
      const sum = [...court.paths.values()].reduce((a, b) => a.plus(b), zero);
      const isSum = court.paths.size === 0 || sum.isNaN() || agree(sum, value, 1e-16);
      court.paths = new Map();
      return isSum ? numberIs(after, value, court.stream.digits) : "the paths do not add up to it";
    }),
  );

function updatesOf(court: Court): readonly Expected[] {
  const { model, stream, values } = court;
  const { optimizer } = stream.model;
  if (!optimizer) return [];
  const constants = new Map(
    [...optimizer.constants, ...optimizer.state].map(([symbol = "", text = ""]) => [
      symbol,
      big(text),
    ]),
  );
  const lines = optimizer.lines.map(([symbol = "", text = ""]) => [symbol, parse(text)] as const);
  const frozen = new Set(optimizer.frozen);
  const after = (key: string, name: string, indices: readonly number[]): Big => {
    const known = new Map([
      ...constants,
      ["w", values(name, indices)],
      ["g", values(`∂${name}`, indices)],
    ]);
    const read: Read = (symbol) => known.get(symbol) ?? unknown;
    for (const [symbol, formula] of frozen.has(key) ? [] : lines)
      known.set(symbol, evaluate(formula, { at: new Map(), read }));
    return read("w", []);
  };
  const learned = model.pieces.filter(({ name }) => optimizer.trained.includes(name));
  const trained = new Set(optimizer.trained);
  const lossAfter = (): Big =>
    valuesOf(model, (key, name, at) => (trained.has(name) ? after(key, name, at) : undefined))(
      model.loss,
      [],
    );
  return [
    ...optimizer.constants.map(([symbol = "", text = ""]) =>
      plain("constant-value", "update", symbol, sameText(text)),
    ),
    ...optimizer.state.map(([symbol = "", text = ""]) =>
      plain("state-value", "update", symbol, sameText(text)),
    ),
    ...optimizer.lines.map(([symbol = "", text = ""]) =>
      plain("line", "update", symbol, sameText(text)),
    ),
    ...shownKeys(court, learned)
      .filter(([key]) => !frozen.has(key))
      .map(([key, name, tuple]) =>
        plain(
          "update",
          "update",
          key,
          numberFrom(court, () => after(key, name, tuple)),
        ),
      ),
    plain("loss-after", "update", model.loss, numberFrom(court, lossAfter)),
  ];
}

/** Judges the steps of a text in order. What is no stream at all is an InputError. */
export function verifyStream(text: string): Verdict {
  const stream = readStream(text);
  budget.left = mostWork;
  try {
    return judge(stream);
  } catch (error) {
    const isTheirs =
      error instanceof SyntaxError || error instanceof TooMuch || error instanceof RangeError;
    if (!isTheirs) throw error;
    throw new InputError({
      code: "invalid-stream",
      message: `cannot verify the stream: ${error.message}`,
    });
  }
}

const rowRules = new Set(["value", "given", "derivative", "update"]);

function courtOf(stream: StepStream): Court {
  const model = modelOf(stream.model);
  const scalars = model.pieces.reduce((sum, { axes }) => sum + sizeOf(axes), 0);
  const rows = stream.steps.filter(({ rule }) => rowRules.has(rule));
  const shown = new Set([
    model.loss,
    ...stream.targets,
    ...rows.map(({ before }) => before.replace(/^∂/, "")),
  ]);
  const isShown = (key: string): boolean => scalars <= mostScalars || shown.has(key);
  return { stream, model, values: valuesOf(model), isShown, paths: new Map() };
}

function judge(stream: StepStream): Verdict {
  const court = courtOf(stream);
  const expected = [rowsOf, localsOf, adjointsOf, derivativesOf, totalsOf, updatesOf].flatMap(
    (each) => each(court),
  );
  const rejected: { readonly id: number; readonly reason: string }[] = [];
  let next = 0;
  const reasonFor = (step: StreamStep): string | undefined => {
    const wanted = expected[next];
    const names = (step.axes ?? []).map((axis) => axis.split("=")[0] ?? "");
    const isWanted = step.rule === wanted?.rule && step.before === wanted.before(names);
    if (!isWanted && court.local?.isOpen)
      return step.place === "formulas" ? court.local.step(step) : "its place is formulas";
    if (
      !isWanted &&
      wanted?.rule === "total" &&
      step.rule === "path" &&
      !step.axes &&
      !step.conditions
    )
      return pathStep(court, step, wanted.before([]).slice(1));
    if (!wanted || !isWanted)
      return `expected ${wanted ? `${wanted.rule} ${wanted.before(names)}` : "no more"}`;
    next++;
    const isExplained = !court.local?.isOpen;
    court.local = undefined;
    if (!isExplained) return "the derivative before it is not explained to its end";
    if (step.place !== wanted.place || step.conditions) return `its place is ${wanted.place}`;
    return wanted.check(step);
  };
  for (const [place, step] of stream.steps.entries()) {
    let reason = step.id === place + 1 ? undefined : `its id is not ${place + 1}`;
    try {
      reason ??= reasonFor(step);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      reason = error.message;
    }
    if (reason !== undefined) rejected.push({ id: step.id, reason });
  }
  if (next < expected.length || court.local?.isOpen)
    rejected.push({ id: stream.steps.length, reason: "steps are missing behind it" });
  return { ok: rejected.length === 0, steps: stream.steps.length, rejected };
}
