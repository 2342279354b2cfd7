import { type ChannelName, channelNames, channels } from '../channel.ts';

/** Per partition the offset that is read next; undefined where nothing is known. */
export type Offsets = readonly (number | undefined)[];

/** How far somebody has read: a value, independent of which gateway wrote it. */
export interface Position {
  /** Tells one Kafka cluster from another, whose offsets mean something else. */
  readonly cluster: string;
  readonly offsets: Readonly<Partial<Record<ChannelName, Offsets>>>;
}

const spelling = /^[0-9A-Za-z_-]{1,32}(?:~[a-z](?:[0-9a-z]{1,11}|-)(?:\.(?:[0-9a-z]{1,11}|-))*)*$/;
// Far above any real one: a header may have 16 KiB.
const longest = 12_000;
const clusterLength = 6;

/** Stands for a cluster while nobody has said which it is. */
export const unnamedCluster = '0';

/** The part of a cluster's id that travels in positions. */
export function clusterMark(clusterId: string): string {
  return clusterId.slice(0, clusterLength) || unnamedCluster;
}

/**
 * The position as text: `<cluster>~t<offset>.<offset>~b…`, a letter per channel and an offset in base 36 per
 * partition, `-` where none is known. It holds characters only that need no escape in a URL or a header.
 */
export function encodePosition({ cluster, offsets }: Position): string {
  const parts = channelNames.flatMap((name) => {
    const known = offsets[name];
    return known === undefined || known.length === 0
      ? []
      : [channels[name].letter + known.map(digits).join('.')];
  });
  return [cluster, ...parts].join('~');
}

function digits(offset: number | undefined): string {
  return offset === undefined ? '-' : offset.toString(36);
}

/** Reads a position; undefined for text that is none. A channel that stands there twice counts as its last. */
export function decodePosition(text: string): Position | undefined {
  if (text.length > longest || !spelling.test(text)) return undefined;
  const [cluster = '', ...parts] = text.split('~');
  const offsets: Partial<Record<ChannelName, Offsets>> = {};
  for (const part of parts) {
    const name = channelNames.find((candidate) => channels[candidate].letter === part[0]);
    // A later version may have channels that we do not know.
    if (name !== undefined) offsets[name] = part.slice(1).split('.').map(offsetOf);
  }
  return { cluster, offsets };
}

function offsetOf(text: string): number | undefined {
  return text === '-' ? undefined : Number.parseInt(text, 36);
}
