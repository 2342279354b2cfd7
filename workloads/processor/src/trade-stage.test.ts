import { barEnd, decodeBar, decodeCleanTrade, defaultStageOptions } from '@pricecast/market';
import type { ConsumedRecord, RawMessage } from '@pricecast/stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aTrade, noon, recordOf } from './testing/records.ts';
import { outputTopics, TradeMessages } from './trade-messages.ts';
import { tradeStage } from './trade-stage.ts';

const topics = outputTopics({ namespace: 'markets', name: 'btc' });
const options = { ...defaultStageOptions, latenessSeconds: 2 };
const stage = tradeStage(options, new TradeMessages(topics));
const later = noon + 3_600_000;

/** Ids, one for each message of a topic. */
const idsIn = (outputs: readonly RawMessage[]) =>
  outputs
    .filter(({ topic }) => topic === topics.clean)
    .map(({ value }) => decodeCleanTrade(String(value)).id);

describe('trades', () => {
  const early = Array.from({ length: 50 }, (_, id) => recordOf(aTrade(id)));

  test('become clean trades and the bars that they complete, with what they tell of their way', () => {
    const { outputs } = stage.handle(early, stage.restore(new Map()), later);
    expect(idsIn(outputs)).toEqual(early.map((_, id) => id));
    const bars = outputs.filter(({ topic }) => topic === topics.bars);
    expect(bars.map(({ value, timestamp }) => [decodeBar(String(value)).trades, timestamp])).toEqual([
      [10, noon + 1_000],
      [10, noon + 2_000],
    ]);
    expect(bars.every(({ value, timestamp }) => barEnd(decodeBar(String(value))) === timestamp)).toBe(true);
    expect(bars[0]?.headers).toMatchObject({
      schema: Buffer.from('bar/1'),
      source: Buffer.from('binance'),
      'content-type': Buffer.from('application/json'),
    });
  });

  const rows: readonly (readonly [string, ConsumedRecord, 'accepted' | 'late' | 'duplicate' | string])[] = [
    ['a new trade', recordOf(aTrade(50)), 'accepted'],
    ['one that leaps over ids', recordOf(aTrade(70)), 'accepted'],
    ['the same id again', recordOf(aTrade(20)), 'duplicate'],
    ['one of an hour ago', recordOf(aTrade(50, { tradeTime: noon - 3_600_000 })), 'late'],
    ['one of tomorrow', recordOf(aTrade(50, { tradeTime: later + 86_400_000 })), 'TRADE_IN_FUTURE'],
    ['no JSON', recordOf(aTrade(50), { value: Buffer.from('{"symbol":"BTC') }), 'TRADE_INVALID'],
    ['bytes that are no text', recordOf(aTrade(50), { value: Buffer.from([0xff, 0x00]) }), 'TRADE_INVALID'],
    ['no value at all', recordOf(aTrade(50), { value: undefined }), 'TRADE_INVALID'],
    ['a huge value', recordOf(aTrade(50), { value: Buffer.alloc(900_000, 'x') }), 'TRADE_INVALID'],
    ['a price of zero', recordOf(aTrade(50, { price: '0.00' })), 'PriceNotPositive'],
    ['a negative quantity', recordOf(aTrade(50, { quantity: '-1' })), 'QuantityNotPositive'],
    ['more digits than a market has', recordOf(aTrade(50, { price: '9'.repeat(60) })), 'TooManyDigits'],
    ['the key of another symbol', recordOf(aTrade(50), { key: Buffer.from('ETHUSDT') }), 'TRADE_INVALID'],
    ['no key', recordOf(aTrade(50), { key: undefined }), 'TRADE_INVALID'],
  ];

  test.each(rows)('%s goes where it belongs, and the next one is accepted', (_name, record, fate) => {
    const state = stage.restore(new Map());
    stage.handle(early, state, later);
    const { outputs, rejected, counts } = stage.handle([record, recordOf(aTrade(100))], state, later);
    if (fate === 'accepted' || fate === 'late' || fate === 'duplicate') {
      expect(rejected).toEqual([]);
      expect(counts?.[fate]).toBe(fate === 'accepted' ? 2 : 1);
    } else {
      expect(rejected.map((one) => [one.record, one.code])).toEqual([[record, fate]]);
      expect(rejected[0]?.message).toMatch(/^\S.{0,400}$/);
    }
    expect(idsIn(outputs).at(-1)).toBe(100);
  });

  test('in any order and any number of times give the same bars as in order and once', () => {
    const ordered = stage.handle(early, stage.restore(new Map()), later).outputs;
    const bars = (outputs: readonly RawMessage[]) =>
      outputs.filter(({ topic }) => topic === topics.bars).map(({ value }) => String(value));
    // Within the lateness of 2 s. What lies before the first id that ever came counts as come.
    const swapped = early
      .map((_, index) => early[index < 2 ? index : index ^ 1] ?? early[index])
      .flatMap((one) => one ?? []);
    const doubled = swapped.flatMap((one) => [one, one]);
    const shuffled = stage.handle(doubled, stage.restore(new Map()), later);
    expect(bars(shuffled.outputs)).toEqual(bars(ordered));
    expect(shuffled.counts).toMatchObject({ accepted: 50, duplicate: 50 });
  });
});

test('a state that is read back goes on as if nothing had happened, wherever the break was', () => {
  const records = Array.from({ length: 1_400 }, (_, index) =>
    recordOf(aTrade(Math.floor(index / 2), { symbol: index % 2 === 0 ? 'BTCUSDT' : 'ETHUSDT' })),
  );
  const whole = stage.handle(records, stage.restore(new Map()), later).outputs;
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(records.length), { maxLength: 6 }), (breaks) => {
      const written = new Map<string, string>();
      const outputs: RawMessage[] = [];
      const cuts = [0, ...breaks.sort((left, right) => left - right), records.length];
      for (let part = 1; part < cuts.length; part += 1) {
        const result = stage.handle(records.slice(cuts[part - 1], cuts[part]), stage.restore(written), later);
        outputs.push(...result.outputs);
        for (const [key, value] of result.changes) written.set(key, value ?? '');
      }
      expect(outputs).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});
