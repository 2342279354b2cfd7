import { LRUCache } from 'lru-cache';
import type { Attributes } from './attributes.ts';
import { mastersGroup, type User } from './user.ts';

/** Asks Kubernetes whether somebody may do something. Throws when it does not answer. */
export interface AccessReviews {
  isAllowed(user: User, attributes: Attributes): Promise<boolean>;
}

/** Answers that are remembered at a time. */
const remembered = 8_192;
/** How long answers are believed, in milliseconds. A grant is missed for 10 s, a withdrawal seen after 30 s. */
const lifetimes = { allowed: 30_000, denied: 10_000 } as const;

/** How a question was answered: out of memory, by a review, by one that another had begun, or not at all. */
export type Decided = 'Master' | 'Remembered' | 'Shared' | 'Allowed' | 'Denied' | 'Failed';

/** What an authorizer rests on. */
export interface AuthorizerParts {
  readonly reviews: AccessReviews;
  /** Told of every question, with the milliseconds that its answer took. */
  readonly decided?: (how: Decided, milliseconds: number) => void;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
}

/** Decides what a user may see, asking once for many that ask at the same time. Fails closed: no answer is no. */
export class Authorizer {
  readonly #reviews: AccessReviews;
  readonly #known: LRUCache<string, { readonly allowed: boolean }>;
  readonly #asked = new Map<string, Promise<boolean>>();
  readonly #decided: NonNullable<AuthorizerParts['decided']>;
  readonly #monotonicMs: () => number;

  constructor({ reviews, monotonicMs, decided = () => {} }: AuthorizerParts) {
    this.#reviews = reviews;
    this.#decided = decided;
    this.#monotonicMs = monotonicMs;
    this.#known = new LRUCache({ max: remembered, ttl: lifetimes.denied, perf: { now: monotonicMs } });
  }

  /** Rejects when the review cannot be had; the caller must then refuse. */
  async isAllowed(user: User, attributes: Attributes): Promise<boolean> {
    if (user.groups.includes(mastersGroup)) return this.#told('Master', true);
    const key = JSON.stringify([user, attributes]);
    const known = this.#known.get(key);
    if (known !== undefined) return this.#told('Remembered', known.allowed);
    const running = this.#asked.get(key);
    if (running !== undefined) return this.#told('Shared', running);
    const asked = this.#ask(key, user, attributes);
    this.#asked.set(key, asked);
    return asked;
  }

  #told<T>(how: Decided, answer: T): T {
    this.#decided(how, 0);
    return answer;
  }

  async #ask(key: string, user: User, attributes: Attributes): Promise<boolean> {
    const began = this.#monotonicMs();
    let how: Decided = 'Failed';
    try {
      const allowed = await this.#reviews.isAllowed(user, attributes);
      this.#known.set(key, { allowed }, { ttl: allowed ? lifetimes.allowed : lifetimes.denied });
      how = allowed ? 'Allowed' : 'Denied';
      return allowed;
    } finally {
      this.#asked.delete(key);
      this.#decided(how, this.#monotonicMs() - began);
    }
  }
}
