import {
  type CapacityInput,
  type CapacityMemory,
  capacityOf,
  learnCapacity,
  noCapacity,
  noteTemplate,
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
    const { startsAt, troubles } = world;
    const first = { at: 1_000 * startsAt, template: troubles.template(startsAt), ready: 1, backlog: true };
    for (let sample = 0; sample < enoughSamples; sample += 1)
      this.#memory = learnCapacity(this.#memory, { ...first, served: capacity });
  }

  /** Notes the template that is asked for, and learns from the row when it is new. */
  at(view: View): CapacityInput {
    const at = 1_000 * view.now;
    this.#memory = noteTemplate(this.#memory, this.#world.troubles.template(view.now), at);
    if (view.row !== this.#row) this.#learn(view);
    return capacityOf(this.#memory, at);
  }

  /** Learns from the row, unless pods came or went meanwhile or are of a template before. */
  #learn({ now, row, ready }: View): void {
    const { trace, troubles } = this.#world;
    const isSteady = ready === this.#ready && !troubles.rollsOut(now);
    this.#row = row;
    this.#ready = ready;
    if (!isSteady) return;
    const load = trace.loads[row] as number;
    const most = ready * this.#capacity * troubles.capacityShare(now);
    this.#memory = learnCapacity(this.#memory, {
      at: 1_000 * now,
      template: troubles.template(now),
      ready,
      served: Math.min(load, most),
      backlog: load > most,
    });
  }
}
