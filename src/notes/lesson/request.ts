import type { Place } from "../../errors/problem.js";

/** What a marker of a template asks of a section: `derive w1 form=paths`. */
export interface SectionRequest {
  readonly arguments: readonly string[];
  readonly options: ReadonlyMap<string, string>;
  readonly place: Place;
}
