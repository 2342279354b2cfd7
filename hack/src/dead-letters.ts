import { kafkaAccess, kafkaVariables, readSettings, withLogin } from '@pricecast/runtime';
import {
  deadLetterHeaders,
  type KafkaSettingsSource,
  readTopic,
  replayDeadLetters,
  saslMechanisms,
} from '@pricecast/stream';
import { z } from 'zod';
import { parseDeadLettersArguments } from './arguments.ts';
import { runCommand } from './command.ts';

const usage = `usage: hack/dead-letters TOPIC [--replay]

Lists the messages of a dead letter topic, one JSON line each: where each came
from and why it was refused. With --replay it writes those that were not
replayed before back to the topics that they came from, each once.

KAFKA_BOOTSTRAP_SERVERS and, where needed, KAFKA_TLS_* and KAFKA_SASL_* tell
how to reach Kafka, as they do for the workloads.

  --replay write them back instead of listing them
  --help   this text
`;

const log = { debug: () => undefined, warn: () => undefined };

async function deadLetters(words: readonly string[]): Promise<void> {
  const { topic, replay } = parseDeadLettersArguments(words);
  const variables = withLogin(readSettings(z.object(kafkaVariables(saslMechanisms)), process.env));
  const source = kafkaAccess(variables, 'pricecast.dead-letters');
  await (replay ? writeBack(source, topic) : list(source, topic));
}

async function list(source: KafkaSettingsSource, topic: string): Promise<void> {
  const { attempts, code, message, offset, partition, timestamp, topic: from } = deadLetterHeaders;
  await readTopic(await source(), log, topic, (record) => {
    const { headers, key, value } = record;
    const told = {
      offset: Number(record.offset),
      from: `${headers[from]}/${headers[partition]}/${headers[offset]}`,
      time: new Date(Number(headers[timestamp])).toISOString(),
      code: headers[code],
      message: headers[message],
      attempts: Number(headers[attempts]),
      key,
      value,
    };
    process.stdout.write(`${JSON.stringify(told)}\n`);
  });
}

async function writeBack(source: KafkaSettingsSource, topic: string): Promise<void> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { messages, left } = await replayDeadLetters({
    source,
    log,
    topic,
    signal: interrupted.signal,
    now: Date.now,
    random: Math.random,
  });
  process.stdout.write(`${messages} written back, ${left} left alone because they are no dead letters\n`);
}

process.exitCode = await runCommand(
  { name: 'hack/dead-letters', usage, run: deadLetters },
  process.argv.slice(2),
);
