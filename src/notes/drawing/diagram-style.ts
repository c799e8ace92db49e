/**
 * The colours of diagrams on dark ground; on white their shapes have them as attributes. Print keeps
 * the light ones.
 */
export const diagramStyle = `
@media screen and (prefers-color-scheme: dark) {
  .diagram .sheet { fill: #15191f; }
  .diagram .given { fill: #252c36; stroke: #8592a3; }
  .diagram .unit { fill: #1b2f4d; stroke: #6b9ee8; }
  .diagram .loss { fill: #3d2f12; stroke: #d6a344; }
  .diagram .edge { stroke: #8592a3; }
  .diagram .head { fill: #8592a3; }
  .diagram .name { fill: #dde3ea; }
  .diagram .quiet { fill: #a3aebb; }
  .diagram .activeNode, .diagram .activeEdge { stroke: #ff9b5e; }
  .diagram .activeHead { fill: #ff9b5e; }
  .diagram .activeName { fill: #ffb07d; }
  .diagram .grid { stroke: #2b333d; }
  .diagram .axis { stroke: #8592a3; }
  .diagram .curve1 { stroke: #7fb2f5; }
  .diagram .curve2 { stroke: #ff9b5e; }
  .diagram .curve3 { stroke: #74c795; }
  .diagram .curve4 { stroke: #cf95e6; }
  .diagram .dot1 { fill: #7fb2f5; }
  .diagram .dot2 { fill: #ff9b5e; }
  .diagram .dot3 { fill: #74c795; }
  .diagram .dot4 { fill: #cf95e6; }
}
`;
