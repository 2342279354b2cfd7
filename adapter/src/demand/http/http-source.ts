import { type CounterMark, counterRate } from '../counter.ts';
import { refusal, unreadBecauseOf } from '../demand-error.ts';
import type { DemandSource, Reading } from '../reading.ts';
import type { ServiceHttp } from './service-http.ts';
import { numberIn } from './value-path.ts';

/** What the source is made of. */
export interface HttpParts {
  readonly http: Pick<ServiceHttp, 'ask' | 'close'>;
  readonly path: string;
  readonly valuePath: string;
  readonly kind: 'Counter' | 'Gauge';
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Longest document that is read, in bytes. */
const longest = 1_000_000;

/** Reads a number from a JSON document. */
export class HttpSource implements DemandSource {
  readonly #parts: HttpParts;
  #before: CounterMark | undefined;

  constructor(parts: HttpParts) {
    this.#parts = parts;
  }

  async read(signal: AbortSignal): Promise<Reading> {
    try {
      const value = await this.#value(signal);
      return this.#readingOf({ at: this.#parts.now(), value });
    } catch (error) {
      this.#before = undefined;
      return unreadBecauseOf(error);
    }
  }

  close(): Promise<void> {
    return this.#parts.http.close();
  }

  async #value(signal: AbortSignal): Promise<number> {
    const { http, path, valuePath, kind } = this.#parts;
    const { status, text } = await http.ask({ path, most: longest }, signal);
    if (status >= 400) throw refusal(`The document answers with status ${status}`);
    const value = numberIn(text, valuePath);
    if (value === undefined) throw refusal(`The document has no number at ${valuePath}`);
    if (kind === 'Counter' && value < 0) throw refusal(`The counter at ${valuePath} is negative: ${value}`);
    return value;
  }

  #readingOf(mark: CounterMark): Reading {
    const { at, value } = mark;
    if (this.#parts.kind === 'Gauge') return { kind: 'Value', at, load: value };
    const before = this.#before;
    this.#before = mark;
    const load = before === undefined ? undefined : counterRate(before, mark);
    return load === undefined ? { kind: 'Started' } : { kind: 'Value', at, load };
  }
}
