import { join } from 'node:path';
import { answersOk } from '../../cluster/health.ts';
import { Failure } from '../../failure.ts';
import { freePorts } from '../../kafka/loopback-ports.ts';
import type { ProofContext } from '../../proof.ts';
import { RoomProcess } from '../collector/process.ts';
import type { Rig } from '../collector/rig.ts';
import { waitFor } from '../collector/wait.ts';

/** A stage of the pipeline as a process of its own, and where its probes answer. */
export interface RunningStage {
  readonly process: RoomProcess;
  readonly url: string;
}

/** Which stage is started. */
export interface StageSpec {
  /** Folder below workloads/. */
  readonly room: string;
  /** Name of its log file. */
  readonly name: string;
  /** Settings besides those that every stage has. */
  readonly environment: Readonly<Record<string, string>>;
}

const startSeconds = 60;

/** Starts a stage of the rig's pipeline. */
export async function startStage(rig: Rig, { room, name, environment }: StageSpec): Promise<RunningStage> {
  const [port = 0] = await freePorts(1);
  const process = new RoomProcess({
    room: `workloads/${room}`,
    logFile: join(rig.logs, `${name}.log`),
    environment: {
      KAFKA_BOOTSTRAP_SERVERS: rig.kafka.bootstrapServers,
      PIPELINE_NAMESPACE: rig.pipeline.namespace,
      PIPELINE_NAME: rig.pipeline.name,
      OPS_HOST: '127.0.0.1',
      OPS_PORT: String(port),
      ...environment,
    },
  });
  return { process, url: `http://127.0.0.1:${port}` };
}

/** Resolves when all are ready; throws Failure when one has ended. */
export async function allReady(stages: readonly RunningStage[], { signal }: ProofContext): Promise<void> {
  const ask = async () => {
    for (const { process } of stages) {
      if (process.ended !== undefined) throw new Failure('PROCESS_ENDED', process.ended);
    }
    const answers = await Promise.all(stages.map(({ url }) => answersOk(`${url}/readyz`)));
    return answers.every((answer) => answer === true) ? true : undefined;
  };
  await waitFor('stages that are ready', ask, { seconds: startSeconds, signal });
}
