import type { Outcome, Service, Stretch } from './service.ts';

/** Seconds of arrivals that may wait before somebody notices. */
const patienceSeconds = 15;

/**
 * Consumers of a queue, as a group of Kafka: what cannot be served at once waits, and whenever a member joins or
 * leaves, nobody is served until the partitions are dealt anew.
 */
export class QueueService implements Service {
  readonly #rebalanceSeconds: number;
  #members: number | undefined;
  #waiting = 0;
  #pause = 0;

  constructor(rebalanceSeconds: number) {
    this.#rebalanceSeconds = rebalanceSeconds;
  }

  pass({ arrivals, ready, perReplica, seconds }: Stretch): Outcome {
    if (this.#members !== undefined && ready !== this.#members) this.#pause = this.#rebalanceSeconds;
    this.#members = ready;
    const paused = Math.min(seconds, this.#pause);
    this.#pause -= paused;
    const work = this.#waiting + arrivals * seconds;
    const done = Math.min(work, ready * perReplica * (seconds - paused));
    this.#waiting = work - done;
    const short = this.#waiting > patienceSeconds * arrivals;
    return {
      served: done / seconds,
      rejected: 0,
      waiting: this.#waiting,
      short,
      unserved: short ? arrivals : 0,
    };
  }
}
