import { type ChannelName, channelNames } from '../channel.ts';
import { History } from '../history/history.ts';

/** A history of three partitions in each channel that is read from their beginning. */
export function aHistory(clusterId = 'cluster'): History {
  const history = new History(64 * 1024 * 1024);
  history.belongTo(clusterId);
  for (const channel of channelNames) for (const partition of [0, 1, 2]) history.open(channel, partition, 0);
  return history;
}

/** Adds numbers as messages, each at the time that it names, from an offset on or behind what is there. */
export function record(
  history: History,
  channel: ChannelName,
  partition: number,
  values: readonly number[],
  offset = history.journals(channel)[partition]?.next ?? 0,
  symbol = 'BTCUSDT',
): void {
  for (const [index, value] of values.entries()) {
    history.add(channel, partition, symbol, {
      offset: offset + index,
      time: value,
      symbol,
      text: String(value),
    });
  }
}

/** An event as a client sees it. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Reads the text of an event stream as a browser does; blocks without data are left out but for their id. */
export function readEvents(text: string): ReceivedEvent[] {
  return text
    .split('\n\n')
    .map((block) => new Map(block.split('\n').map((line) => splitOnce(line))))
    .filter((fields) => fields.has('data') || fields.has('id'))
    .map((fields) => ({
      id: fields.get('id'),
      event: fields.get('event') ?? '',
      data: fields.has('data') ? JSON.parse(fields.get('data') ?? '') : undefined,
    }));
}

function splitOnce(line: string): readonly [string, string] {
  const at = line.indexOf(': ');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 2)];
}
