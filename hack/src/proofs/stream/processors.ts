import { join } from 'node:path';
import { answersOk } from '../../cluster/health.ts';
import { Failure } from '../../failure.ts';
import { freePorts } from '../../kafka/loopback-ports.ts';
import type { ProofContext } from '../../proof.ts';
import { WorkloadProcess } from '../collector/process.ts';
import type { Rig } from '../collector/rig.ts';
import { waitFor } from '../collector/wait.ts';

/** A processor and where it answers. */
export interface RunningProcessor {
  readonly process: WorkloadProcess;
  readonly url: string;
}

/** How late the processors of the proofs close their bars. */
export const latenessSeconds = 2;
const startSeconds = 60;

/** Processors of a rig; those that run end with it. */
export class Processors implements AsyncDisposable {
  readonly running: RunningProcessor[] = [];
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
    await this.ready();
  }

  /** Resolves when all are ready. */
  async ready(): Promise<void> {
    const ask = async () => {
      for (const { process } of this.running) {
        if (process.ended !== undefined) throw new Failure('PROCESS_ENDED', process.ended);
      }
      const answers = await Promise.all(this.running.map(({ url }) => answersOk(`${url}/readyz`)));
      return answers.every((answer) => answer === true) ? true : undefined;
    };
    const { signal } = this.#context;
    await waitFor('processors that are ready', ask, { seconds: startSeconds, signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.running.map(({ process }) => process[Symbol.asyncDispose]()));
  }

  async #start(): Promise<void> {
    const [port = 0] = await freePorts(1);
    this.#started += 1;
    const process = new WorkloadProcess({
      room: 'processor',
      logFile: join(this.#rig.logs, `processor-${this.#started}.log`),
      environment: {
        KAFKA_BOOTSTRAP_SERVERS: this.#rig.kafka.bootstrapServers,
        PIPELINE_NAMESPACE: this.#rig.pipeline.namespace,
        PIPELINE_NAME: this.#rig.pipeline.name,
        LATENESS_SECONDS: String(latenessSeconds),
        OPS_HOST: '127.0.0.1',
        OPS_PORT: String(port),
      },
    });
    this.running.push({ process, url: `http://127.0.0.1:${port}` });
  }
}
