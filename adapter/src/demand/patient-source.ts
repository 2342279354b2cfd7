import { backoffMilliseconds } from '@pricecast/stream';
import type { DemandSource, PastSpan, PastValue, Reading, UnreadDemand } from './reading.ts';

/** What patience is measured with. */
export interface PatienceParts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly monotonicMs: () => number;
  /** 0 up to 1. */
  readonly random: () => number;
}

/**
 * Pauses between attempts. The first ones are shorter than an interval: a source that restarts shall cost nothing. The
 * longest ones leave time for two samples and a look of the HPA within a minute of its return.
 */
const pauses = { firstMilliseconds: 2_000, largestMilliseconds: 20_000 } as const;

/**
 * Asks a source again at growing, scattered intervals while it fails, and tells when it was seen last. What it said is
 * repeated meanwhile.
 */
export class PatientSource implements DemandSource {
  readonly #source: DemandSource;
  readonly #parts: PatienceParts;
  #failures = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  #failed: UnreadDemand | undefined;
  #lastSeen: number | undefined;
  readonly past?: (span: PastSpan, signal: AbortSignal) => Promise<readonly PastValue[] | UnreadDemand>;

  constructor(source: DemandSource, parts: PatienceParts) {
    this.#source = source;
    this.#parts = parts;
    const { past } = source;
    if (past !== undefined) this.past = (span, signal) => past.call(source, span, signal);
  }

  async read(signal: AbortSignal): Promise<Reading> {
    const { monotonicMs, now, random } = this.#parts;
    if (this.#failed !== undefined && monotonicMs() < this.#notBefore) return this.#failed;
    const reading = await this.#source.read(signal);
    if (reading.kind !== 'Missing') {
      this.#failures = 0;
      this.#failed = undefined;
      this.#lastSeen = now();
      return reading;
    }
    this.#failures += 1;
    this.#notBefore = monotonicMs() + backoffMilliseconds(this.#failures, pauses, random());
    this.#failed = { ...reading, what: `${reading.what}; ${this.#seen()}`, lastSeen: this.#lastSeen };
    return this.#failed;
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  /** A moment and not an age: the sentence stays the same while nothing changes. */
  #seen(): string {
    if (this.#lastSeen === undefined) return 'it was not seen yet';
    return `it was seen last at ${new Date(this.#lastSeen).toISOString().replace(/\.\d+Z$/, 'Z')}`;
  }
}
