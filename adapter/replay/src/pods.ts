/** Pods of a workload, oldest first, each with the time at which it is ready. */
export class Pods {
  readonly #readyAt: number[] = [];

  get count(): number {
    return this.#readyAt.length;
  }

  ready(now: number): number {
    let count = 0;
    for (const at of this.#readyAt) if (at <= now) count += 1;
    return count;
  }

  /** Brings the pods to a count: new ones are ready at the times that `readyAt` gives, the newest leave first. */
  scaleTo(count: number, readyAt: () => number): void {
    while (this.#readyAt.length < count) this.#readyAt.push(readyAt());
    this.#readyAt.length = count;
  }
}
