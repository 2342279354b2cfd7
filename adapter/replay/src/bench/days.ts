import type { Look } from '../run.ts';
import { syncSeconds } from '../world.ts';

/** What happened on one day, in looks of the HPA. */
export interface DaySum {
  looks: number;
  short: number;
  pods: number;
  needed: number;
}

/** Sums by day, so that intervals can be drawn from whole days. */
export class DaySheet {
  readonly days: DaySum[] = [];
  readonly #capacity: number;
  readonly #startsAt: number;

  constructor(capacity: number, startsAt: number) {
    this.#capacity = capacity;
    this.#startsAt = startsAt;
  }

  add({ now, demand, replicas, ready }: Look): void {
    if (now < this.#startsAt) return;
    const day = Math.floor((now - this.#startsAt) / 86_400);
    const needed = Math.max(1, Math.ceil(demand / this.#capacity - 1e-9));
    const sum = this.days[day] ?? { looks: 0, short: 0, pods: 0, needed: 0 };
    sum.looks += 1;
    sum.short += ready < needed ? 1 : 0;
    sum.pods += replicas;
    sum.needed += needed;
    this.days[day] = sum;
  }
}

/** Minutes short a day and pod-hours per needed hour over some days. */
export function figuresOf(days: readonly DaySum[]): { readonly short: number; readonly perNeeded: number } {
  const total = { looks: 0, short: 0, pods: 0, needed: 0 };
  for (const day of days) {
    total.looks += day.looks;
    total.short += day.short;
    total.pods += day.pods;
    total.needed += day.needed;
  }
  const minutes = (total.short * syncSeconds) / 60;
  return {
    short: minutes / Math.max(1e-9, (total.looks * syncSeconds) / 86_400),
    perNeeded: total.pods / Math.max(1, total.needed),
  };
}
