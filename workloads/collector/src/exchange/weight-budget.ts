/** What an answer says about how much we may still ask. */
export interface WeightReading {
  readonly status: number;
  /** Header `X-MBX-USED-WEIGHT-1M`: weight used in the running minute. */
  readonly usedWeight: number | undefined;
  /** Header `Retry-After`, seconds. */
  readonly retryAfterSeconds: number | undefined;
}

const minute = 60_000;
/** The rest stays for others behind the same address. */
const usableShare = 0.8;
/** Where the exchange says that it is too much and not for how long. */
const defaultWaitSeconds = 60;

/** Keeps requests within the weight that an exchange grants per minute and address. Times in milliseconds. */
export class WeightBudget {
  readonly #usable: number;
  #used = 0;
  #minute = 0;
  #blockedUntil = 0;

  constructor(weightPerMinute: number) {
    this.#usable = weightPerMinute * usableShare;
  }

  /** When a request of this weight may go: `now`, or a later moment. */
  allowedAt(weight: number, now: number): number {
    if (this.#blockedUntil > now) return this.#blockedUntil;
    return this.#usedAt(now) + weight <= this.#usable ? now : (Math.floor(now / minute) + 1) * minute;
  }

  /** Until when the exchange asked us to be quiet; undefined while it did not. */
  blockedUntil(now: number): number | undefined {
    return this.#blockedUntil > now ? this.#blockedUntil : undefined;
  }

  /** Counts a request that goes out. */
  spend(weight: number, now: number): void {
    this.#used = this.#usedAt(now) + weight;
    this.#minute = Math.floor(now / minute);
  }

  /** Takes over what the exchange itself counted: it knows of others behind our address. */
  observe({ status, usedWeight, retryAfterSeconds }: WeightReading, now: number): void {
    if (usedWeight !== undefined) {
      this.#used = usedWeight;
      this.#minute = Math.floor(now / minute);
    }
    if (status !== 429 && status !== 418) return;
    const wait = retryAfterSeconds ?? defaultWaitSeconds;
    this.#blockedUntil = Math.max(this.#blockedUntil, now + wait * 1_000);
  }

  #usedAt(now: number): number {
    return Math.floor(now / minute) === this.#minute ? this.#used : 0;
  }
}
