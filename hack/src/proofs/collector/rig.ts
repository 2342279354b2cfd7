import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { symbolCatalogue } from '@pricecast/exchange';
import { type PipelineName, pipelineTopics, topicName } from '@pricecast/market';
import { KafkaAdmin } from '@pricecast/stream';
import { answersOk } from '../../cluster/health.ts';
import { Failure } from '../../failure.ts';
import { type LocalKafka, startLocalKafka } from '../../kafka/local-kafka.ts';
import { freePorts } from '../../kafka/loopback-ports.ts';
import type { ProofContext } from '../../proof.ts';
import { stateDirectory } from '../../repository.ts';
import { ExchangeControl } from './exchange.ts';
import { RoomProcess } from './process.ts';
import { waitFor } from './wait.ts';

/** What a run is made of. */
export interface RigOptions {
  readonly symbols: readonly string[];
  /** Settings of the exchange beside its ports and its journal. */
  readonly exchange: Readonly<Record<string, string>>;
}

/** A Kafka, an exchange and a collector, each a process of its own on loopback. */
export interface Rig extends AsyncDisposable {
  readonly kafka: LocalKafka;
  readonly exchange: ExchangeControl;
  readonly exchangeProcess: RoomProcess;
  readonly collector: RoomProcess;
  readonly journalFile: string;
  readonly topic: string;
  /** The pipeline that the topics belong to. */
  readonly pipeline: PipelineName;
  /** Folder of what the processes say. */
  readonly logs: string;
  /** Offsets in a topic now, of the trades where none is named; in topics of transactions markers count too. */
  messages(topic?: string): Promise<number>;
}

const pipeline = { namespace: 'proof', name: 'collector' };
/** Of every topic; kept longer than any proof takes. */
const topics = { partitions: 12, replicationFactor: 1, retentionHours: 168 };
const startSeconds = 60;
const quiet = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

/** Trades a second that the synthetic market of the proofs is asked for, so that it reaches 1,000. */
const thousandASecond = 1_080;
// Chance moves the rate of a short run by a fifth; with this seed the runs of both scales lie around 1,000.
const seed = 5;

/** All 24 synthetic symbols, at about 1,000 trades a second where not said otherwise, ending after so many trades. */
export function syntheticRig(trades: number, tradesPerSecond = thousandASecond): RigOptions {
  return {
    symbols: symbolCatalogue.map((listed) => listed.symbol),
    exchange: {
      TRADES_PER_SECOND: String(tradesPerSecond),
      SEED: String(seed),
      TRADE_LIMIT: String(trades),
      BURST_PERCENT: '10',
    },
  };
}

/** Starts everything and resolves when the collector is ready; the market is not open yet. */
export async function startRig(options: RigOptions, { say, signal }: ProofContext): Promise<Rig> {
  await using stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'pricecast-proof-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const logs = await emptyLogs();
  const kafka = await startLocalKafka();
  stack.defer(() => kafka.stop());
  const admin = await openTopics(kafka.bootstrapServers);
  stack.defer(() => admin.close());
  say(`Kafka runs on ${kafka.bootstrapServers}`);
  const [market = 0, control = 0, ...ops] = await freePorts(4);
  const journalFile = join(directory, 'journal.csv');
  const exchangeProcess = stack.use(
    new RoomProcess({
      room: 'workloads/exchange',
      logFile: join(logs, 'exchange.log'),
      environment: exchangeEnvironment(options, { market, control, ops: ops[0] ?? 0 }, journalFile),
    }),
  );
  const collector = stack.use(
    new RoomProcess({
      room: 'workloads/collector',
      logFile: join(logs, 'collector.log'),
      environment: collectorEnvironment(options, kafka.bootstrapServers, { market, ops: ops[1] ?? 0 }),
    }),
  );
  const exchange = new ExchangeControl(control);
  const topic = topicName(pipeline, 'trades');
  await ready(ops[1] ?? 0, [exchangeProcess, collector], signal);
  say('the collector is ready');
  const disposables = stack.move();
  return {
    kafka,
    exchange,
    exchangeProcess,
    collector,
    journalFile,
    topic,
    pipeline,
    logs,
    messages: async (asked = topic) => {
      const ranges = await admin.offsets(asked);
      return ranges.reduce((sum, { low, high }) => sum + Number(high - low), 0);
    },
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

async function openTopics(bootstrapServers: string): Promise<KafkaAdmin> {
  const admin = await KafkaAdmin.connect({ bootstrapServers: [bootstrapServers], clientId: 'proof' }, quiet);
  await admin.ensureTopics(pipelineTopics(pipeline, topics));
  return admin;
}

/** Resolves when the collector is Ready: from then on it answers for every trade. */
async function ready(opsPort: number, processes: readonly RoomProcess[], signal: AbortSignal): Promise<void> {
  const ask = async () => {
    const ended = processes.map((process) => process.ended).find((sentence) => sentence !== undefined);
    if (ended !== undefined) throw new Failure('PROCESS_ENDED', ended);
    return (await answersOk(`http://127.0.0.1:${opsPort}/readyz`)) === true ? true : undefined;
  };
  await waitFor('a collector that is ready', ask, { seconds: startSeconds, signal });
}

interface Ports {
  readonly market: number;
  readonly ops: number;
}

function exchangeEnvironment(
  { symbols, exchange }: RigOptions,
  ports: Ports & { readonly control: number },
  journalFile: string,
): Record<string, string> {
  return {
    OPENS: 'OnCommand',
    SYMBOLS: symbols.join(','),
    KEEP_TRADES: '10000000',
    JOURNAL_FILE: journalFile,
    MARKET_HOST: '127.0.0.1',
    MARKET_PORT: String(ports.market),
    CONTROL_PORT: String(ports.control),
    OPS_HOST: '127.0.0.1',
    OPS_PORT: String(ports.ops),
    ...exchange,
  };
}

function collectorEnvironment(
  { symbols }: RigOptions,
  bootstrapServers: string,
  ports: Ports,
): Record<string, string> {
  return {
    BINANCE_WS_URL: `ws://127.0.0.1:${ports.market}`,
    BINANCE_REST_URL: `http://127.0.0.1:${ports.market}`,
    KAFKA_BOOTSTRAP_SERVERS: bootstrapServers,
    PIPELINE_NAMESPACE: pipeline.namespace,
    PIPELINE_NAME: pipeline.name,
    SOURCE_NAME: 'proof',
    SYMBOLS: symbols.join(','),
    OPS_HOST: '127.0.0.1',
    OPS_PORT: String(ports.ops),
  };
}

/** Where the processes write; what the last run left goes, what this one says stays for whoever looks for a cause. */
async function emptyLogs(): Promise<string> {
  const logs = join(stateDirectory, 'logs', 'collector-proof');
  await rm(logs, { recursive: true, force: true });
  await mkdir(logs, { recursive: true });
  return logs;
}
