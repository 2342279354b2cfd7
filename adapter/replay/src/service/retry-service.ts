import type { Outcome, Service, Stretch } from './service.ts';

/** Share of the failed requests that are tried again; the rest is given up. */
const retriedShare = 0.8;

/** Requests that fail when there is no room for them and come again with the next look: shortage makes load. */
export class RetryService implements Service {
  #again = 0;

  pass({ arrivals, ready, perReplica }: Stretch): Outcome {
    const offered = arrivals + this.#again;
    const served = Math.min(offered, ready * perReplica);
    const failed = offered - served;
    this.#again = retriedShare * failed;
    const short = failed > 1e-9 * perReplica;
    return { served, rejected: failed, waiting: 0, short, unserved: (1 - retriedShare) * failed };
  }
}
