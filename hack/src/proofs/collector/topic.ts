import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Failure } from '../../failure.ts';
import type { TopicMessage } from './comparison.ts';

/** A message with the two headers that tell how it came into the topic. */
export interface ReadMessage extends TopicMessage {
  /** When the collector had it, epoch milliseconds. */
  readonly ingestMs: number;
  /** Whether the collector asked for it instead of seeing it live. */
  readonly isBackfill: boolean;
}

const fields = ['%p', '%o', '%T', '%k', '%h', '%s'].join('\\t');

/**
 * Reads the committed messages of a topic from its beginning to its end with kcat, a client that shares no code with ours.
 * Throws Failure when kcat is not there or fails.
 */
export async function readWithKcat(bootstrapServers: string, topic: string): Promise<readonly ReadMessage[]> {
  const kcat = spawn(
    'kcat',
    [
      ...['-C', '-q', '-e', '-b', bootstrapServers, '-t', topic, '-o', 'beginning'],
      ...['-X', 'isolation.level=read_committed', '-f', `${fields}\\n`],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const errors: string[] = [];
  kcat.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const ended = once(kcat, 'close').catch((cause: unknown) => {
    throw new Failure('KCAT_MISSING', 'kcat cannot be started; on Debian: apt-get install kcat', { cause });
  });
  const messages: ReadMessage[] = [];
  createInterface(kcat.stdout).on('line', (line) => messages.push(parseLine(line)));
  const [code] = await ended;
  if (code !== 0) throw new Failure('KCAT_FAILED', `kcat ended with ${code}: ${errors.join('').trim()}`);
  return messages;
}

function parseLine(line: string): ReadMessage {
  const [partition, offset, timestampMs, key = '', headers = '', value = ''] = line.split('\t');
  const named = new Map(headers.split(',').map((header) => splitOnce(header, '=')));
  return {
    partition: Number(partition),
    offset: Number(offset),
    timestampMs: Number(timestampMs),
    key,
    value,
    ingestMs: Number(named.get('ingest-time')),
    isBackfill: named.get('backfill') === 'true',
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
