import { join } from 'node:path';
import { answersOk } from '../../cluster/health.ts';
import { Failure } from '../../failure.ts';
import { freePorts } from '../../kafka/loopback-ports.ts';
import type { ProofContext } from '../../proof.ts';
import { RoomProcess } from '../collector/process.ts';
import type { Rig } from '../collector/rig.ts';
import { waitFor } from '../collector/wait.ts';

const startSeconds = 60;

/** A gateway of a rig, and where its event stream is. */
export class ProofGateway implements AsyncDisposable {
  readonly streamUrl: string;
  readonly #process: RoomProcess;
  readonly #opsUrl: string;
  readonly #context: ProofContext;

  private constructor(process: RoomProcess, port: number, opsPort: number, context: ProofContext) {
    this.#process = process;
    this.streamUrl = `http://127.0.0.1:${port}/api/stream?channels=trades`;
    this.#opsUrl = `http://127.0.0.1:${opsPort}`;
    this.#context = context;
  }

  /** Starts one; resolves when it is ready. */
  static async start(rig: Rig, name: string, context: ProofContext): Promise<ProofGateway> {
    const [port = 0, opsPort = 0] = await freePorts(2);
    const process = new RoomProcess({
      room: 'workloads/gateway',
      logFile: join(rig.logs, `${name}.log`),
      environment: {
        KAFKA_BOOTSTRAP_SERVERS: rig.kafka.bootstrapServers,
        PIPELINE_NAMESPACE: rig.pipeline.namespace,
        PIPELINE_NAME: rig.pipeline.name,
        GATEWAY_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        OPS_HOST: '127.0.0.1',
        OPS_PORT: String(opsPort),
      },
    });
    const gateway = new ProofGateway(process, port, opsPort, context);
    await gateway.ready();
    return gateway;
  }

  async killAndRestart(): Promise<void> {
    await this.#process.killAndRestart();
    await this.ready();
  }

  async ready(): Promise<void> {
    const ask = async () => {
      if (this.#process.ended !== undefined) throw new Failure('PROCESS_ENDED', this.#process.ended);
      return (await answersOk(`${this.#opsUrl}/readyz`)) === true ? true : undefined;
    };
    const { signal } = this.#context;
    await waitFor('a gateway that is ready', ask, { seconds: startSeconds, signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
