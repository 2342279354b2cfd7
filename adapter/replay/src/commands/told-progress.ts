import type { Progress } from '../progress.ts';

/** Seconds before somebody wonders, and between two lines. */
const patience = 5;
const between = 10;
/** Who has to wait longer than this is told how to wait less. */
const long = 120;

/** Writes how far something is and how long it will take, once it takes long enough for somebody to wonder. */
export class ToldProgress implements Progress {
  readonly #write: (line: string) => void;
  readonly #seconds: () => number;
  readonly #advice: string;
  #what = '';
  #parts = 1;
  #begun = 0;
  #told = 0;
  #isAdvised = false;

  /** `seconds` is a clock; `advice` says how to wait less. */
  constructor(write: (line: string) => void, seconds: () => number, advice: string) {
    this.#write = write;
    this.#seconds = seconds;
    this.#advice = advice;
  }

  begin(what: string, parts: number): void {
    this.#what = what;
    this.#parts = parts;
    this.#begun = this.#seconds();
    this.#told = this.#begun + patience - between;
  }

  reach(part: number): void {
    const now = this.#seconds();
    if (part <= 0 || now - this.#told < between) return;
    this.#told = now;
    const left = ((now - this.#begun) * (this.#parts - part)) / part;
    const advice = left > long && !this.#isAdvised ? `; ${this.#advice}` : '';
    this.#isAdvised ||= advice !== '';
    this.#write(
      `${this.#what}: ${Math.floor((100 * part) / this.#parts)} %, about ${lasting(left)} left${advice}`,
    );
  }
}

const lasting = (seconds: number): string =>
  seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
