import { join } from 'node:path';
import { answersOk } from '../../cluster/health.ts';
import { Failure } from '../../failure.ts';
import { freePorts } from '../../kafka/loopback-ports.ts';
import { RoomProcess } from '../collector/process.ts';
import { waitFor } from '../collector/wait.ts';
import type { AdapterScene } from './adapter-scene.ts';

/** An adapter as a process of its own, and where it listens; it never outlives this one. */
export interface RunningAdapter extends AsyncDisposable {
  readonly name: string;
  readonly process: RoomProcess;
  readonly securePort: number;
  readonly kedaPort: number;
  /** Where its probes answer. */
  readonly opsUrl: string;
}

const startSeconds = 90;

/** Starts an adapter of the scene; it keeps its ports when its process is started again. */
export async function startAdapter(
  scene: AdapterScene,
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningAdapter> {
  const [securePort = 0, kedaPort = 0, explainPort = 0, opsPort = 0] = await freePorts(4);
  const ports = {
    SECURE_PORT: `${securePort}`,
    KEDA_PORT: `${kedaPort}`,
    EXPLAIN_PORT: `${explainPort}`,
    OPS_PORT: `${opsPort}`,
  };
  const process = new RoomProcess({
    room: 'adapter',
    environment: { ...scene.settings, ...ports, REPLICA_NAME: name, ...environment },
    logFile: join(scene.logs, `${name}.log`),
  });
  return {
    ...{ name, process, securePort, kedaPort },
    opsUrl: `http://127.0.0.1:${opsPort}`,
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

/** Whether the adapter's probe of readiness holds. Throws Failure when its process has ended. */
export async function isReady({ process, opsUrl }: RunningAdapter): Promise<boolean> {
  if (process.ended !== undefined) throw new Failure('PROCESS_ENDED', process.ended);
  return (await answersOk(`${opsUrl}/readyz`)) === true;
}

/** Resolves when all are ready; throws Failure when one has ended. */
export async function allReady(adapters: readonly RunningAdapter[], signal: AbortSignal): Promise<void> {
  const ask = async () => ((await Promise.all(adapters.map(isReady))).every(Boolean) ? true : undefined);
  await waitFor('adapters that are ready', ask, { seconds: startSeconds, signal });
}
