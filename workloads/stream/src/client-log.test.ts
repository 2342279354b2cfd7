import { type LogEntry, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { clientLogCreator } from './client-log.ts';

function written(namespace: string | undefined, label: string): [string, object, string][] {
  const lines: [string, object, string][] = [];
  const write = clientLogCreator({
    debug: (details, message) => lines.push(['debug', details, message]),
    warn: (details, message) => lines.push(['warn', details, message]),
  })(logLevel.INFO);
  const log = { timestamp: 'now', logger: 'kafkajs', message: 'Said', broker: 'b:9092', stack: 'at …' };
  write({ namespace, label, level: logLevel.ERROR, log } as LogEntry);
  return lines;
}

test.each<[string, string | undefined, string, string]>([
  ['a failed attempt to connect', 'Connection', 'ERROR', 'debug'],
  ['a coordinator that is not there yet', 'ConsumerGroup', 'ERROR', 'debug'],
  ['an attempt to authenticate', 'SaslAuthenticator-PLAIN', 'ERROR', 'debug'],
  ['anything else', 'Partitioner', 'ERROR', 'warn'],
  ['the client as a whole, which has no name', undefined, 'WARN', 'warn'],
  ['news', 'Partitioner', 'INFO', 'debug'],
])('%s is logged at the right level', (_name, namespace, label, level) => {
  expect(written(namespace, label)).toEqual([[level, { client: namespace, broker: 'b:9092' }, 'Said']]);
});
