import type { Features } from '@pricecast/market';

const minute = 60_000;
const mostMinutes = 400;

/** What happened in one minute of a symbol. */
export type MinuteFacts = Pick<Features, 'close' | 'logReturn' | 'volume'>;

/** What happened to one symbol, minute by minute; times are the ends of minutes, milliseconds since the epoch. */
export class Minutes {
  readonly #facts = new Map<number, MinuteFacts>();

  add(time: number, { close, logReturn, volume }: MinuteFacts): void {
    this.#facts.set(time, { close, logReturn, volume });
    if (this.#facts.size <= mostMinutes) return;
    const [oldest] = this.#facts.keys();
    if (oldest !== undefined) this.#facts.delete(oldest);
  }

  has(time: number): boolean {
    return this.#facts.has(time);
  }

  /** Price of the last trade before a time. */
  close(time: number): number | undefined {
    const facts = this.#facts.get(time);
    return facts === undefined ? undefined : Number(facts.close);
  }

  /** Base asset traded between two times; undefined when a minute of it is missing. */
  volume(from: number, to: number): number | undefined {
    return this.#sum(from, to, ({ volume }) => volume);
  }

  /** Root of the sum of squared one-minute returns between two times; undefined when a minute is missing. */
  volatility(from: number, to: number): number | undefined {
    const sum = this.#sum(from, to, ({ logReturn }) => (logReturn === null ? undefined : logReturn ** 2));
    return sum === undefined ? undefined : Math.sqrt(sum);
  }

  #sum(from: number, to: number, value: (facts: MinuteFacts) => number | undefined): number | undefined {
    let sum = 0;
    for (let time = from + minute; time <= to; time += minute) {
      const facts = this.#facts.get(time);
      const part = facts === undefined ? undefined : value(facts);
      if (part === undefined) return undefined;
      sum += part;
    }
    return sum;
  }
}
