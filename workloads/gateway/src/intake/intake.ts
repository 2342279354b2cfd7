import { MarketError } from '@pricecast/market';
import type { ConsumedBatch, ConsumedRecord } from '@pricecast/stream';
import type { ChannelName } from '../channel.ts';
import type { History } from '../history/history.ts';
import { type Message, readMessage, seriesOf, timeOf } from './message.ts';

/** What an intake is made of. */
export interface IntakeParts {
  readonly history: History;
  /** Called for each message that was not there before; `now` in milliseconds since the epoch. */
  readonly onMessage: (message: Message, now: number) => void;
  /** Called for each message that breaks a rule of its schema; it is left out. */
  readonly onMalformed: (channel: ChannelName, error: MarketError) => void;
  /** Called when there is something new for those who listen to a channel. */
  readonly onNews: (channel: ChannelName) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Takes the records of the topics into the history. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Takes a batch; `start` is the offset behind the batch before it. */
  take(channel: ChannelName, start: number, { partition, records, next }: ConsumedBatch): void {
    const { history, onNews } = this.#parts;
    history.open(channel, partition, start);
    for (const record of records) this.#record(channel, record);
    history.readUpTo(channel, partition, Number(next));
    onNews(channel);
  }

  #record(channel: ChannelName, { partition, offset, value }: ConsumedRecord): void {
    const { history, onMessage, now } = this.#parts;
    const text = value?.toString();
    const message = text === undefined ? undefined : this.#read(channel, text);
    if (text === undefined || message === undefined) return;
    const { symbol } = message.value;
    const entry = { offset: Number(offset), time: timeOf(message), symbol, text: onOneLine(text) };
    if (history.add(channel, partition, seriesOf(message), entry)) onMessage(message, now());
  }

  #read(channel: ChannelName, text: string): Message | undefined {
    try {
      return readMessage(channel, text);
    } catch (error) {
      if (!(error instanceof MarketError)) throw error;
      this.#parts.onMalformed(channel, error);
      return undefined;
    }
  }
}

/** JSON may have line breaks between its members, and a line break would end the data of an event. */
function onOneLine(text: string): string {
  return /[\r\n]/.test(text) ? JSON.stringify(JSON.parse(text)) : text;
}
