import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAlert, encodeTrade, pipelineTopics, topicName } from '@pricecast/market';
import { KafkaAdmin, type RawMessage, TopicFollower } from '@pricecast/stream';
import { answersOk } from '../cluster/health.ts';
import { startLocalKafka } from '../kafka/local-kafka.ts';
import { freePorts } from '../kafka/loopback-ports.ts';
import { writeRaw } from '../kafka/write-raw.ts';
import type { Finding, Proof } from '../proof.ts';
import { RoomProcess } from './collector/process.ts';
import { waitFor } from './collector/wait.ts';

const pipeline = { namespace: 'proof', name: 'alerts' };
const trades = topicName(pipeline, 'trades');
const quiet = { debug: () => undefined, warn: () => undefined };
/** Minutes of calm trades before the leap: what a processor has to know to call something odd, and some more. */
const calmMinutes = 70;
const symbols = Array.from({ length: 20 }, (_, at) => `COIN${at}USDT`);
const longestMs = 1_000;

/** A trade that makes its minute odd is told of within a second. */
export const alertLatency: Proof = {
  name: 'alert-latency',
  claim: 'An alert can be read less than 1 s after the trade that opens it',
  needs: ['kafka'],
  async run({ say, signal }) {
    const kafka = await startLocalKafka();
    try {
      const settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'proof' };
      const admin = await KafkaAdmin.connect(settings, quiet);
      await admin.ensureTopics(
        pipelineTopics(pipeline, { partitions: 3, replicationFactor: 1, retentionHours: 24 }),
      );
      await admin.close();
      await using processor = await startProcessor(kafka.bootstrapServers, signal);
      const delays = new Map<string, number>();
      const follower = new TopicFollower({
        source: async () => settings,
        log: quiet,
        topics: [topicName(pipeline, 'alerts')],
        from: { kind: 'Beginning' },
        onBatch: ({ records }) => {
          for (const { value } of records) noteAlert(delays, value?.toString() ?? '');
        },
        now: Date.now,
        random: Math.random,
      });
      follower.start();
      await writeRaw(settings, symbols.flatMap(calmTrades));
      say(`${symbols.length * calmMinutes} calm trades written`);
      for (const symbol of symbols) {
        await writeRaw(settings, [trade(symbol, calmMinutes, '110.00', Date.now())]);
      }
      const all = () => Promise.resolve(delays.size === symbols.length ? true : undefined);
      await waitFor('an alert for each symbol', all, { seconds: 60, signal });
      await follower.stop();
      await processor.process.stop();
      return [judge([...delays.values()].sort((left, right) => left - right))];
    } finally {
      await kafka.stop();
    }
  },
};

function judge(delays: readonly number[]): Finding {
  const [middle = Number.NaN, most = Number.NaN] = [delays[Math.floor(delays.length / 2)], delays.at(-1)];
  return {
    what: `alerts of ${delays.length} symbols, from the time of the trade to the reader`,
    measured: `half within ${middle} ms, all within ${most} ms`,
    bound: `< ${longestMs} ms`,
    holds: most < longestMs,
  };
}

function noteAlert(delays: Map<string, number>, text: string): void {
  const { symbol, state, time } = decodeAlert(text);
  if (state === 'Opened') delays.set(symbol, Date.now() - time);
}

function calmTrades(symbol: string): RawMessage[] {
  const begin = Date.now() - calmMinutes * 60_000;
  return Array.from({ length: calmMinutes }, (_, at) =>
    trade(symbol, at, `100.0${at % 3}`, begin + at * 60_000),
  );
}

function trade(symbol: string, id: number, price: string, tradeTime: number): RawMessage {
  const ids = { id, firstTradeId: id, lastTradeId: id };
  const value = encodeTrade({ symbol, ...ids, price, quantity: '1.000', buyerIsMaker: false, tradeTime });
  return { topic: trades, key: symbol, value, headers: { source: 'proof' }, timestamp: tradeTime };
}

async function startProcessor(bootstrapServers: string, signal: AbortSignal) {
  const [port = 0] = await freePorts(1);
  const process = new RoomProcess({
    room: 'workloads/processor',
    logFile: join(await mkdtemp(join(tmpdir(), 'alert-latency-')), 'processor.log'),
    environment: {
      KAFKA_BOOTSTRAP_SERVERS: bootstrapServers,
      PIPELINE_NAMESPACE: pipeline.namespace,
      PIPELINE_NAME: pipeline.name,
      OPS_HOST: '127.0.0.1',
      OPS_PORT: String(port),
    },
  });
  const ready = async () =>
    (await answersOk(`http://127.0.0.1:${port}/readyz`)) === true ? true : undefined;
  await waitFor('a processor that is ready', ready, { seconds: 60, signal });
  return { process, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() };
}
