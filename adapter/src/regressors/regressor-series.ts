import type { Clock } from '@pricecast/kube';
import type { DemandSource, Reading } from '../demand/reading.ts';
import type { TrackRegressor } from '../forecasting/forecast-answer.ts';
import type { Steps } from '../forecasting/track-rows.ts';
import { DemandHistory } from '../history/demand-history.ts';
import type { Kept } from '../history/history-store.ts';
import { PastReader } from '../history/past-reader.ts';
import { beginOf, type Slots, slotOf } from '../history/slots.ts';
import type { RegressorView } from './regressor-view.ts';

/** What a regressor is made of. */
export interface RegressorParts {
  readonly identity: TrackRegressor;
  /** Kind of its source, for people. */
  readonly kind: string;
  readonly source: DemandSource;
  /** Those of the demand that it leads. */
  readonly slots: Slots;
  /** A reading is of so long before it was read, in milliseconds: half of what a rate is counted over, 0 for a value of a moment. */
  readonly lagMs: number;
  readonly clock: Clock;
  readonly kept: Kept | undefined;
  /** Told of values that became known, with the slot of the first. */
  readonly recorded: (firstSlot: number, values: Steps) => void;
  /** Told of an error that is none of the source. */
  readonly failed: (error: unknown) => void;
}

/** A series that leads the demand of a scaler, on the slots of the demand. What is not known is missing. */
export class RegressorSeries {
  readonly identity: TrackRegressor;
  /** Without what was kept, which would be held twice. */
  readonly #parts: Omit<RegressorParts, 'kept'>;
  readonly #history: DemandHistory;
  readonly #past: PastReader;
  #looking: Promise<void> | undefined;
  #reading: Reading = { kind: 'Started' };
  /** Of the newest value that was taken. */
  #seenAt: number | undefined;

  constructor({ kept, ...parts }: RegressorParts) {
    this.identity = parts.identity;
    this.#parts = parts;
    this.#history = new DemandHistory(parts.slots);
    if (kept !== undefined) this.#history.restore(kept);
    this.#past = new PastReader({ ...parts, history: this.#history });
  }

  get view(): RegressorView {
    const { identity, kind } = this.#parts;
    const fault = this.#reading.kind === 'Missing' ? this.#reading.what : undefined;
    return { name: identity.name, kind, seenAt: this.#seenAt, fault };
  }

  /** Asks the source, unless an answer is still awaited; resolves with it. Never rejects. */
  look(signal: AbortSignal): Promise<void> {
    this.#looking ??= this.#parts.source
      .read(signal)
      .then((reading) => this.#take(reading))
      .catch(this.#parts.failed)
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** Closes every slot that is over at `now`. */
  closeBefore(now: number): void {
    const closed = this.#history.closeBefore(now);
    const next = this.#history.nextSlot;
    if (closed.length > 0 && next !== undefined) this.#parts.recorded(next - closed.length, closed);
  }

  /** Values of so many slots from `firstSlot` on; `null` where nothing is known. */
  between(firstSlot: number, count: number): Steps {
    return Array.from({ length: count }, (_, index) => this.#history.at(firstSlot + index));
  }

  /** Everything that is over, to be written down anew. */
  get series() {
    return this.#history.series;
  }

  /** Reads what the source still knows of the time since the history ends; answers whether anything became known. */
  backfill(signal: AbortSignal): Promise<boolean> {
    return this.#filled(this.#past.recent(signal));
  }

  /** Reads what is older, until the source knows no more; answers whether anything became known. */
  backfillOlder(signal: AbortSignal): Promise<boolean> {
    return this.#filled(this.#past.older(signal, () => {}));
  }

  close(): Promise<void> {
    return this.#parts.source.close();
  }

  async #filled(reading: Promise<number>): Promise<boolean> {
    try {
      if ((await reading) === 0) return false;
    } catch (error) {
      this.#parts.failed(error);
      return false;
    }
    const { firstSlot, values } = this.#history.series;
    this.#parts.recorded(firstSlot, values);
    return true;
  }

  #take(reading: Reading): void {
    this.#reading = reading;
    if (reading.kind !== 'Value') return;
    const { at, load } = reading;
    // A source that gives values of moments repeats the newest one until there is a newer.
    if (this.#seenAt !== undefined && at <= this.#seenAt) return;
    this.#seenAt = at;
    this.#note(Math.min(at, this.#parts.clock.now().getTime()) - this.#parts.lagMs, load);
  }

  /** What comes after its slot was closed counts in the one that is open: only now it is known. */
  #note(at: number, value: number): void {
    const { nextSlot, slots } = this.#history;
    const slot = slotOf(slots, at);
    const isLate = nextSlot !== undefined && slot < nextSlot;
    if (!isLate) this.#history.note(at, value);
    else if (this.#history.at(slot) === null) this.#history.note(beginOf(slots, nextSlot), value);
  }
}
