/** What a document has shown so far, by keys of their own, so that nothing is explained twice. */
export interface Progress {
  readonly shown: Set<string>;
}
