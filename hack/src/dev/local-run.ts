import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { symbolCatalogue } from '@pricecast/exchange';
import { pipelineTopics } from '@pricecast/market';
import { KafkaAdmin } from '@pricecast/stream';
import type { DevArguments } from '../arguments.ts';
import { answersOk } from '../cluster/health.ts';
import { Failure } from '../failure.ts';
import { gatewayAssets, writeAssets } from '../images/browser-assets.ts';
import { type LocalKafka, startLocalKafka } from '../kafka/local-kafka.ts';
import { freePorts } from '../kafka/loopback-ports.ts';
import { RoomProcess } from '../proofs/collector/process.ts';
import { waitFor } from '../proofs/collector/wait.ts';
import { repositoryRoot } from '../repository.ts';
import { type LocalPipeline, type LocalStage, localRooms, localStages } from './stages.ts';

/** What a local run is asked for. */
export interface LocalRunOptions {
  readonly wanted: DevArguments;
  /** Emptied first; logs and the built dashboard go there. */
  readonly folder: string;
  readonly gatewayPort: number;
  readonly dashboardPort: number;
  /** Aborted: whoever waits gives up. */
  readonly signal: AbortSignal;
}

/** A pipeline of processes that runs; it ends with this process at the latest. */
export interface LocalRun extends AsyncDisposable {
  readonly bootstrapServers: string;
  readonly stages: readonly LocalStage[];
  /** Throws a Failure when one of the processes has ended. */
  checkAlive(): void;
}

const pipeline = { namespace: 'dev', name: 'btc' };
const startSeconds = 60;
const silent = { debug: () => undefined, warn: () => undefined };

/** Starts a real Kafka and every stage; resolves when the dashboard can be looked at. */
export async function startLocalRun(options: LocalRunOptions): Promise<LocalRun> {
  const { folder, signal, dashboardPort } = options;
  await using stack = new AsyncDisposableStack();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const kafka = await startLocalKafka();
  stack.defer(() => endKafka(kafka));
  await prepare(kafka, join(folder, 'assets'));
  const stages = await plannedStages(kafka, options);
  const processes = stages.map((stage) => stack.use(start(stage, folder)));
  await serving(stages, processes, dashboardPort, signal);
  const disposables = stack.move();
  return {
    bootstrapServers: kafka.bootstrapServers,
    stages,
    checkAlive: () => checkAlive(processes),
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

async function prepare(kafka: LocalKafka, assets: string): Promise<void> {
  const settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'dev' };
  const admin = await KafkaAdmin.connect(settings, silent);
  try {
    const shape = { partitions: 6, replicationFactor: 1, retentionHours: 24 };
    await admin.ensureTopics(pipelineTopics(pipeline, shape));
  } finally {
    await admin.close();
  }
  await writeAssets(assets, await gatewayAssets());
}

async function plannedStages(kafka: LocalKafka, options: LocalRunOptions): Promise<LocalStage[]> {
  const { folder, gatewayPort, dashboardPort } = options;
  const { live, symbols, tradesPerSecond } = options.wanted;
  const [port = 0, controlPort = 0, ...opsPorts] = await freePorts(localRooms.length + 2);
  const local: LocalPipeline = {
    pipeline,
    bootstrapServers: kafka.bootstrapServers,
    symbols: symbols ?? symbolCatalogue.slice(0, 6).map(({ symbol }) => symbol),
    market: live ? { kind: 'Binance' } : { kind: 'Synthetic', port, controlPort, tradesPerSecond },
    assets: join(folder, 'assets'),
    gatewayPort,
    dashboardPort,
  };
  return localStages(local, opsPorts, (room) =>
    existsSync(join(repositoryRoot, 'workloads', room, 'src/main.ts')),
  );
}

function start({ room, environment }: LocalStage, folder: string): RoomProcess {
  return new RoomProcess({ room: `workloads/${room}`, environment, logFile: join(folder, `${room}.log`) });
}

/** Resolves when the dashboard can be looked at; the stages before it may still be reading. */
async function serving(
  stages: readonly LocalStage[],
  processes: readonly RoomProcess[],
  dashboardPort: number,
  signal: AbortSignal,
): Promise<void> {
  const ask = async () => {
    checkAlive(processes);
    const answers = await Promise.all([
      ...stages.map(({ opsPort }) => answersOk(`http://127.0.0.1:${opsPort}/readyz`)),
      answersOk(`http://127.0.0.1:${dashboardPort}/`),
    ]);
    return answers.every((answer) => answer === true) ? true : undefined;
  };
  await waitFor('a pipeline that is ready', ask, { seconds: startSeconds, signal });
}

function checkAlive(processes: readonly RoomProcess[]): void {
  const ended = processes.map((process) => process.ended).find((sentence) => sentence !== undefined);
  if (ended !== undefined) throw new Failure('PROCESS_ENDED', ended);
}

/** Its data goes anyway, so nobody waits for an orderly end. */
async function endKafka(kafka: LocalKafka): Promise<void> {
  await kafka.kill();
  await kafka.stop();
}
