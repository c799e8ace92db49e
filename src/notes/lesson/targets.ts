import type { Instance } from "../../math/model/model.js";
import { ownAxes, quantityOf } from "../../math/model/model.js";
import type { Network } from "../../network/network.js";

/** So many parameters of an equation file are walked unless the reader asks for others. */
const mostTargets = 4;

const firstOf = ({ model }: Network, name: string): Instance => ({
  name,
  indices: ownAxes(quantityOf(model, name)).map(({ lo }) => lo),
});

/** What a report walks by default: one weight of each layer, the last layer first; one scalar of each parameter.
 * A bias that units share is walked, too: its derivative sums over them. */
export function defaultTargets(network: Network): readonly Instance[] {
  const { layered } = network;
  const shared = layered?.linearLayers.findLast(({ bias }) => bias?.isShared)?.bias;
  const names = layered
    ? [
        ...layered.linearLayers.map(({ weight }) => weight).reverse(),
        ...(shared ? [shared.name] : []),
      ]
    : network.parameters.slice(0, mostTargets);
  return names.map((name) => firstOf(network, name));
}
