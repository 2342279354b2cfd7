import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

/**
 * A consumer with a declared speed, as a workload of somebody else would be: it takes its time to start, is Ready
 * when partitions were assigned to it, and then handles so many records in a second and no more.
 */
const { BOOTSTRAP_SERVERS = '', TOPIC = '', GROUP = '', RATE = '1', START_SECONDS = '0' } = process.env;
const millisecondsPerRecord = 1_000 / Number(RATE);
const chunk = 5;

let assigned = false;
const probe = createServer((_request, response) => response.writeHead(assigned ? 200 : 503).end());
probe.listen(8080);

const kafka = new Kafka({
  brokers: [BOOTSTRAP_SERVERS],
  clientId: 'sample-consumer',
  logLevel: logLevel.ERROR,
});
const consumer = kafka.consumer({
  groupId: GROUP,
  sessionTimeout: 10_000,
  heartbeatInterval: 1_000,
  maxWaitTimeInMs: 250,
  maxBytesPerPartition: 2_048,
});
process.once('SIGTERM', () => {
  assigned = false;
  void consumer.disconnect().then(() => process.exit(0));
});

await sleep(Number(START_SECONDS) * 1_000 - performance.now());
await consumer.connect();
consumer.on(consumer.events.GROUP_JOIN, () => {
  assigned = true;
});
await consumer.subscribe({ topic: TOPIC });

/** When the work so far is done, on the clock of `performance`. */
let busyUntil = 0;

await consumer.run({
  autoCommitInterval: 1_000,
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, resolveOffset, heartbeat, isRunning, isStale, commitOffsetsIfNecessary }) => {
    for (let index = 0; index < batch.messages.length; index += chunk) {
      if (!isRunning() || isStale()) return;
      const records = batch.messages.slice(index, index + chunk);
      busyUntil = Math.max(busyUntil, performance.now()) + records.length * millisecondsPerRecord;
      const wait = busyUntil - performance.now();
      if (wait > 1) await sleep(wait);
      resolveOffset(records.at(-1)?.offset ?? batch.firstOffset() ?? '0');
      await heartbeat();
      await commitOffsetsIfNecessary();
    }
  },
});
