import {
  type CapacityInput,
  type CapacityMemory,
  capacityOf,
  learnCapacity,
  noCapacity,
} from '@pricecast/decision';
import type { World } from '../world.ts';
import type { View } from './policy.ts';

/** Samples under backlog after which capacity counts as known. */
const enoughSamples = 5;

/**
 * What a replica serves as the adapter learns it: from loads that were served while work waited, anew with each pod
 * template. It begins with the capacity that is given, as learned of the first template.
 */
export class LearnedCapacity {
  readonly #world: World;
  readonly #capacity: number;
  #memory: CapacityMemory = noCapacity;
  #row = -1;
  #ready = 0;

  constructor(world: World, capacity: number) {
    this.#world = world;
    this.#capacity = capacity;
    const first = { template: world.troubles.template(world.startsAt), ready: 1, backlog: true };
    for (let sample = 0; sample < enoughSamples; sample += 1)
      this.#memory = learnCapacity(this.#memory, { ...first, served: capacity });
  }

  /** Learns from the row when it is new, unless pods came or went meanwhile. */
  at({ now, row, ready }: View): CapacityInput {
    if (row === this.#row) return capacityOf(this.#memory);
    const steady = ready === this.#ready;
    this.#row = row;
    this.#ready = ready;
    if (!steady) return capacityOf(this.#memory);
    const { trace, troubles } = this.#world;
    const load = trace.loads[row] as number;
    const most = ready * this.#capacity * troubles.capacityShare(now);
    const seen = {
      template: troubles.template(now),
      ready,
      served: Math.min(load, most),
      backlog: load > most,
    };
    this.#memory = learnCapacity(this.#memory, seen);
    return capacityOf(this.#memory);
  }
}
