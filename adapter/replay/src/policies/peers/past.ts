import type { World } from '../../world.ts';

/** Rows of the past by time. */
export class Past {
  readonly #world: World;

  constructor({ world }: { readonly world: World }) {
    this.#world = world;
  }

  /** Whether there is a whole span before a time. */
  reaches(time: number): boolean {
    return time >= this.#world.startsAt;
  }

  /** Mean of the rows from one time up to another, of which none is later than `row`; 0 where there are none. */
  mean(from: number, to: number, row: number): number {
    let [sum, count] = [0, 0];
    this.#each(from, to, row, (load) => {
      sum += load;
      count += 1;
    });
    return count > 0 ? sum / count : 0;
  }

  largest(from: number, to: number, row: number): number {
    let largest = 0;
    this.#each(from, to, row, (load) => {
      largest = Math.max(largest, load);
    });
    return largest;
  }

  #each(from: number, to: number, row: number, visit: (load: number) => void): void {
    const { trace } = this.#world;
    for (let at = this.#firstRow(from); at <= row && (trace.times[at] as number) < to; at += 1)
      visit(trace.loads[at] as number);
  }

  #firstRow(time: number): number {
    const { times } = this.#world.trace;
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
