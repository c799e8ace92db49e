/** A name as mathematics sets it: a letter with a subscript and a superscript. */
export interface Label {
  readonly base: string;
  readonly sub?: string;
  readonly sup?: string;
}

/** Something named, with its value as printed text where the diagram shows values. */
export interface Named {
  /** Unique in the diagram; what `highlight` refers to. */
  readonly id: string;
  readonly label: Label;
  readonly value?: string;
}

export type NodeKind = "given" | "unit" | "loss";

export interface DiagramNode extends Named {
  /** How the node looks; a `unit` where it is left out. */
  readonly kind?: NodeKind;
  /** The unit's output where it has a name of its own: the node then shows both, `h₁ | k₁`. */
  readonly output?: Named;
  /** A parameter that is added in this node, set above it. */
  readonly bias?: Named;
}

/** A connection; it leaves from the output of its first node. `to` and `from` are ids of nodes. */
export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The weight on the connection; in definitions the shift of a recurrence, `t−1`. */
  readonly label?: Label;
  readonly value?: string;
}

export interface Column {
  readonly title?: string;
  readonly nodes: readonly DiagramNode[];
}

/** A network: a column for each layer, with edges from column to column or inside of one. */
export interface LayeredGraph {
  readonly columns: readonly Column[];
  readonly edges: readonly Edge[];
  /** The ids of nodes, outputs, biases and edges to bring out; everything else is then dimmed. */
  readonly highlight?: ReadonlySet<string>;
}

/** Any set of definitions: `from` is used in the definition of `to`. Cycles are recurrences. */
export interface DefinitionGraph {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly Edge[];
  readonly highlight?: ReadonlySet<string>;
}
