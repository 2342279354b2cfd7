import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeCleanTrade, pipelineTopics, topicName } from '@pricecast/market';
import { KafkaAdmin, readTopic } from '@pricecast/stream';
import { runCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { startLocalKafka } from '../kafka/local-kafka.ts';
import { freePorts } from '../kafka/loopback-ports.ts';
import { RoomProcess } from '../proofs/collector/process.ts';
import { BareClient } from './bare-client.ts';
import { tradeBatches } from './bench-trades.ts';
import { type ProcessFigures, readFigures } from './process-figures.ts';
import type { Work } from './work.ts';

const usage = `usage: npm run bench:stream

Fills the trades topic of a real Kafka and lets one processor work it off:
clean trades, bars, features, alerts and state, in transactions. Prints its
events a second per core (its own processor time) beside kafkajs alone, which
writes and reads the same messages in the same run.

  --help   this text
`;

const trades = 400_000;
const batchSize = 1_000;
const mustPerCore = 10_000;
const aimPerCore = 25_000;
const pipeline = { namespace: 'bench', name: 'stream' };
const input = topicName(pipeline, 'trades');
const log = { debug: () => undefined, warn: () => undefined };

async function bench(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'pricecast-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const kafka = stack.use(await startLocalKafka());
  const settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'bench' };
  const admin = await KafkaAdmin.connect(settings, log);
  await admin.ensureTopics(
    pipelineTopics(pipeline, { partitions: 12, replicationFactor: 1, retentionHours: 24 }),
  );
  await admin.close();

  const bare = new BareClient(kafka.bootstrapServers, input);
  const produced = await bare.produce(tradeBatches(trades, batchSize, Date.now()));
  report('kafkajs alone, produce', trades, produced);
  const consumed = await bare.consume(trades);
  report('kafkajs alone, consume', trades, consumed);

  const [first, last] = await workOff(kafka.bootstrapServers, join(folder, 'processor.log'));
  const events = last.events - first.events;
  const work = { seconds: (last.atMs - first.atMs) / 1000, cpuSeconds: last.cpuSeconds - first.cpuSeconds };
  report('processor', events, work);
  const perCore = events / work.cpuSeconds;
  const bareCore = trades / (produced.cpuSeconds + consumed.cpuSeconds);
  say(`processor against reading and writing once with kafkajs alone: ${(perCore / bareCore).toFixed(2)}`);
  say(`memory of the processor: ${Math.round(last.residentBytes / 1024 / 1024)} MiB`);
  const lost = trades - (await distinctClean(settings));
  say(`trades lost: ${lost}`);
  say(`must: ${mustPerCore} events/s per core, 0 lost; aim: ${aimPerCore}`);
  if (perCore < mustPerCore || lost !== 0)
    throw new Failure('BENCH_FALLS_SHORT', 'the processor is too slow or loses');
}

/** Figures of a processor when it begins and when it has handled everything. */
async function workOff(bootstrapServers: string, logFile: string): Promise<[ProcessFigures, ProcessFigures]> {
  const [port = 0] = await freePorts(1);
  await using processor = new RoomProcess({
    room: 'workloads/processor',
    logFile,
    environment: {
      KAFKA_BOOTSTRAP_SERVERS: bootstrapServers,
      PIPELINE_NAMESPACE: pipeline.namespace,
      PIPELINE_NAME: pipeline.name,
      LATENESS_SECONDS: '2',
      OPS_HOST: '127.0.0.1',
      OPS_PORT: String(port),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  let first: ProcessFigures | undefined;
  for (;;) {
    if (processor.ended !== undefined) throw new Failure('PROCESS_ENDED', processor.ended);
    const figures = await readFigures(url).catch(() => undefined);
    // The first batches find a compiler that is cold; from the first on everything counts.
    if (figures !== undefined && figures.events > 0) first ??= figures;
    if (figures !== undefined && first !== undefined && figures.events >= trades) return [first, figures];
    await sleep(50);
  }
}

async function distinctClean(settings: Parameters<typeof readTopic>[0]): Promise<number> {
  const seen = new Set<string>();
  let messages = 0;
  await readTopic(settings, log, topicName(pipeline, 'clean'), ({ value = '' }) => {
    const { symbol, id } = decodeCleanTrade(value);
    seen.add(`${symbol} ${id}`);
    messages += 1;
  });
  if (messages !== seen.size)
    throw new Failure('BENCH_DOUBLES', `${messages - seen.size} clean trades are there twice`);
  return seen.size;
}

function report(what: string, events: number, { seconds, cpuSeconds }: Work): void {
  const rate = (of: number) => Math.round(events / of).toLocaleString('en');
  const micros = ((cpuSeconds * 1e6) / events).toFixed(1);
  say(
    `${what}: ${rate(cpuSeconds)} events/s per core (${micros} µs), ${rate(seconds)} events/s by the clock`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await runCommand({ name: 'bench:stream', usage, run: bench }, process.argv.slice(2));
