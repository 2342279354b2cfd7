import type { Clock } from '@pricecast/kube';

/** So many resets within so long are a fight with another writer. */
const fight = { resets: 2, withinMs: 600_000 } as const;

/** Remembers when somebody else wrote a minReplicas that was raised, so that two writers do not fight for ever. */
export class FloorResets {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** Moments of the newest resets, by the uid of the HPA. */
  readonly #moments = new Map<string, readonly number[]>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  note(uid: string): void {
    this.#moments.set(uid, [...this.#recent(uid), this.#clock.monotonicMs()]);
  }

  /** Seconds for which the HPA is left to the other writer; 0 when it may be raised. */
  pauseSeconds(uid: string): number {
    const recent = this.#recent(uid);
    const decisive = recent.at(-fight.resets);
    if (decisive === undefined) return 0;
    return Math.ceil((decisive + fight.withinMs - this.#clock.monotonicMs()) / 1_000);
  }

  #recent(uid: string): readonly number[] {
    const since = this.#clock.monotonicMs() - fight.withinMs;
    const recent = (this.#moments.get(uid) ?? []).filter((moment) => moment > since);
    if (recent.length === 0) this.#moments.delete(uid);
    else this.#moments.set(uid, recent);
    return recent;
  }
}
