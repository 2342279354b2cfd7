import { type Bar, barEnd, barSchemaName, encodeBar, headerNames, topicName } from '@pricecast/market';
import { KafkaSender, type OutgoingMessage } from '@pricecast/stream';
import type { Rig, RigOptions } from '../collector/rig.ts';

const minuteMs = 60_000;
/** More than the forecaster wants to have seen before it says anything. */
const minutes = 30;
const quiet = { debug: () => undefined, warn: () => undefined };

/**
 * Writes bars of the minutes before the market opens, as a processor would have, so that the forecaster has
 * something to say from the start. Resolves with the first millisecond that they do not cover.
 */
export async function writeEarlierMinutes(
  { kafka, pipeline }: Rig,
  symbols: RigOptions['symbols'],
  nowMs: number,
): Promise<number> {
  const end = nowMs - (nowMs % minuteMs);
  const settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'proof' };
  const sender = new KafkaSender(async () => settings, quiet);
  const bars = symbols.flatMap((symbol) =>
    Array.from({ length: minutes }, (_, at) => barOf(symbol, end - (minutes - at) * minuteMs)),
  );
  await sender.send(bars.map((bar) => messageOf(topicName(pipeline, 'bars'), bar)));
  await sender.close();
  return end;
}

/** A price that goes up and down by a thousandth. */
function barOf(symbol: string, start: number): Bar {
  const phase = (start / minuteMs) % 8;
  const [open, close] = [1_000 + phase, 1_000 + ((phase + 1) % 8)];
  const price = (value: number) => value.toFixed(2);
  return {
    symbol,
    intervalSeconds: minuteMs / 1_000,
    start,
    open: price(open),
    high: price(Math.max(open, close)),
    low: price(Math.min(open, close)),
    close: price(close),
    volume: (1 + phase).toFixed(2),
    quoteVolume: price(1_000 * (1 + phase)),
    takerBuyVolume: '0.50',
    trades: 10,
    firstId: 0,
    lastId: 9,
  };
}

function messageOf(topic: string, bar: Bar): OutgoingMessage {
  return {
    topic,
    key: bar.symbol,
    value: encodeBar(bar),
    headers: { [headerNames.source]: 'proof', [headerNames.schema]: barSchemaName },
    timestamp: barEnd(bar),
  };
}
