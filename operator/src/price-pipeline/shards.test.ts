import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectorShards } from './shards.ts';
import { aPipeline, binanceSource, replaySource } from './testing/builders.ts';

const shardsOf = (...sources: readonly object[]) =>
  collectorShards(aPipeline({ sources }).spec).map(({ source, index, symbols }) => [
    source.name,
    index,
    symbols.join(),
  ]);

describe('shards of the collectors', () => {
  test('take symbols in the order of the spec, so many to a pod', () => {
    expect(shardsOf({ ...binanceSource, symbolsPerShard: 2 }, replaySource)).toEqual([
      ['live', 0, 'BTCUSDT,ETHUSDT'],
      ['live', 1, 'SOLUSDT'],
      ['replay', 0, 'BTCUSDT,ETHUSDT'],
    ]);
  });

  test('leave out what this version does not collect', () => {
    const bars = { ...binanceSource, streams: ['Bars'] };
    const polled = { name: 'y', type: 'Yahoo', symbols: ['BTC-USD'], streams: ['Bars'], intervalSeconds: 60 };
    expect(shardsOf(bars, polled)).toEqual([]);
  });

  test('hold every symbol exactly once, and a symbol added at the end touches the last one only', () => {
    const symbols = fc.uniqueArray(fc.stringMatching(/^[A-Z]{2,8}$/), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(symbols, fc.integer({ min: 1, max: 25 }), (all, symbolsPerShard) => {
        const shards = shardsOf({ ...binanceSource, symbols: all, symbolsPerShard });
        expect(shards.map(([, , held]) => held).join()).toBe(all.join());
        const before = shardsOf({ ...binanceSource, symbols: all.slice(0, -1), symbolsPerShard });
        expect(shards.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
      }),
    );
  });
});
