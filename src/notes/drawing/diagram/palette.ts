/**
 * The colours of a diagram on white, as attributes of the shapes, so that a picture looks right wherever
 * style sheets are ignored. The classes of the same names let a style sheet give other colours.
 */
export const palette = {
  given: { fill: "#f2f4f7", stroke: "#7f8b9b" },
  unit: { fill: "#e7f0fc", stroke: "#3a72c2" },
  loss: { fill: "#fdf1db", stroke: "#b1760d" },
  edge: { stroke: "#8a96a6", fill: "none" },
  head: { fill: "#8a96a6" },
  name: { fill: "#1c2530" },
  quiet: { fill: "#586575" },
  sheet: { fill: "#ffffff" },
  activeNode: { stroke: "#c2410c" },
  activeEdge: { stroke: "#c2410c", fill: "none" },
  activeHead: { fill: "#c2410c" },
  activeName: { fill: "#b03a0a" },
  grid: { stroke: "#e3e8ee", fill: "none" },
  axis: { stroke: "#7f8b9b", fill: "none" },
  curve1: { stroke: "#1f62b8", fill: "none" },
  curve2: { stroke: "#c2410c", fill: "none" },
  curve3: { stroke: "#2e7d4f", fill: "none" },
  curve4: { stroke: "#8b3fa8", fill: "none" },
  dot1: { fill: "#1f62b8" },
  dot2: { fill: "#c2410c" },
  dot3: { fill: "#2e7d4f" },
  dot4: { fill: "#8b3fa8" },
} as const;

export type PaletteName = keyof typeof palette;

/** The class and the colours of one kind of shape. */
export const paint = (name: PaletteName): Paint => ({ className: name, ...palette[name] });

export interface Paint {
  readonly className: string;
  readonly fill?: string;
  readonly stroke?: string;
}
