interface Visit<Node> {
  readonly node: Node;
  readonly successors: readonly Node[];
  next: number;
}

/**
 * The strongly connected components of a graph (Tarjan), every component after those that it leads to.
 * Without recursion, so that a chain may be as long as it likes.
 */
export function componentsOf<Node>(
  nodes: readonly Node[],
  successorsOf: (node: Node) => readonly Node[],
): readonly (readonly Node[])[] {
  const components: Node[][] = [];
  const orders = new Map<Node, number>();
  const lows = new Map<Node, number>();
  const open = new Set<Node>();
  const opened: Node[] = [];
  const visits: Visit<Node>[] = [];

  const enter = (node: Node): void => {
    orders.set(node, orders.size);
    lows.set(node, orders.size - 1);
    open.add(node);
    opened.push(node);
    visits.push({ node, successors: successorsOf(node), next: 0 });
  };
  const lower = (node: Node, low: number): void => {
    lows.set(node, Math.min(lows.get(node) ?? low, low));
  };
  const close = (root: Node): Node[] => {
    const component = opened.splice(opened.lastIndexOf(root));
    for (const node of component) open.delete(node);
    return component;
  };
  const leave = ({ node }: Visit<Node>): void => {
    visits.pop();
    const low = lows.get(node) ?? 0;
    const parent = visits.at(-1);
    if (parent) lower(parent.node, low);
    if (low === orders.get(node)) components.push(close(node));
  };

  for (const root of nodes) {
    if (!orders.has(root)) enter(root);
    for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
      const successor = visit.successors[visit.next++];
      if (successor === undefined) leave(visit);
      else if (!orders.has(successor)) enter(successor);
      else if (open.has(successor)) lower(visit.node, orders.get(successor) ?? 0);
    }
  }
  const positions = new Map(nodes.map((node, position) => [node, position] as const));
  const position = (node: Node): number => positions.get(node) ?? 0;
  return components.map((component) => component.sort((a, b) => position(a) - position(b)));
}
