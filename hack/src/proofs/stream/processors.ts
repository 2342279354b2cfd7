import type { ProofContext } from '../../proof.ts';
import type { Rig } from '../collector/rig.ts';
import { allReady, type RunningStage, startStage } from './running-stage.ts';

/** How late the processors of the proofs close their bars. */
export const latenessSeconds = 2;

/** Processors of a rig; those that run end with it. */
export class Processors implements AsyncDisposable {
  readonly running: RunningStage[] = [];
  readonly #rig: Rig;
  readonly #context: ProofContext;
  #started = 0;

  constructor(rig: Rig, context: ProofContext) {
    this.#rig = rig;
    this.#context = context;
  }

  /** Starts or stops processors until so many run; resolves when all have their partitions. */
  async scale(count: number): Promise<void> {
    while (this.running.length < count) await this.#start();
    const surplus = this.running.splice(count);
    await Promise.all(surplus.map(({ process }) => process.stop()));
    await allReady(this.running, this.#context);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.running.map(({ process }) => process[Symbol.asyncDispose]()));
  }

  async #start(): Promise<void> {
    this.#started += 1;
    const environment = { LATENESS_SECONDS: String(latenessSeconds) };
    const name = `processor-${this.#started}`;
    this.running.push(await startStage(this.#rig, { room: 'processor', name, environment }));
  }
}
