import type { Trade } from '@pricecast/market';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarketTrade } from '../market/market-trade.ts';
import { klinesOf } from './klines.ts';
import { advanceClock } from './market-clock.ts';
import { Tape } from './tape.ts';
import { Trading } from './trading.ts';

const trade = (changes: Partial<MarketTrade> = {}): MarketTrade => ({
  symbol: 'BTCUSDT',
  atMs: 0,
  price: '10.5',
  quantity: '2',
  buyerIsMaker: false,
  fills: 1,
  ...changes,
});

const tradesOf = (tape: Tape, symbol = 'BTCUSDT') => (tape.of(symbol)?.all() ?? []).map((made) => made.trade);
const nextTradeIds = (trades: readonly Trade[]) => trades.map((one) => one.lastTradeId + 1);

const calm = { speed: 1, clockOffsetMs: 0, spoil: (made: MarketTrade) => made };

describe('the tape', () => {
  test('numbers trades without a hole, whatever symbols and fills come', () => {
    const next = fc.record({ symbol: fc.constantFrom('A', 'B', 'C'), fills: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(next, { maxLength: 60 }), (made) => {
        const tape = new Tape(['A', 'B', 'C'], { firstId: 100, retain: 1_000 });
        for (const changes of made) tape.append(trade(changes), 0);
        for (const all of tape.symbols().map((symbol) => tradesOf(tape, symbol))) {
          expect(all.map((one) => one.id)).toEqual(all.map((_, at) => 100 + at));
          expect(all.map((one) => one.firstTradeId)).toEqual(
            [200, ...nextTradeIds(all)].slice(0, all.length),
          );
        }
      }),
    );
  });

  test('keeps at least the newest trades that it should and answers from the oldest kept', () => {
    const tape = new Tape(['BTCUSDT'], { firstId: 1, retain: 10 });
    for (let at = 0; at < 55; at += 1) tape.append(trade(), at);
    const kept = tape.of('BTCUSDT');
    expect(kept?.latest(1)[0]?.trade.id).toBe(55);
    expect(kept?.all().length).toBeGreaterThanOrEqual(10);
    expect(kept?.all().length).toBeLessThan(13);
    expect(kept?.fromId(1, 3)[0]?.trade.id).toBe(kept?.all()[0]?.trade.id);
    expect(kept?.fromId(54, 5).map((one) => one.trade.id)).toEqual([54, 55]);
    expect(kept?.fromId(56, 5)).toEqual([]);
    expect(tape.count).toBe(55);
  });

  test('finds trades by time though the clock was put back', () => {
    const tape = new Tape(['BTCUSDT'], { firstId: 1, retain: 10 });
    for (const timeMs of [1_000, 2_000, 500, 1_500]) tape.append(trade(), timeMs);
    expect(
      tape
        .of('BTCUSDT')
        ?.between(500, 1_500)
        .map((one) => one.trade.id),
    ).toEqual([1, 3, 4]);
  });
});

describe('the market clock', () => {
  test('lets a trade happen at its own moment within a stretch of play', () => {
    const step = advanceClock({ wallMs: 1_000, marketMs: 200 }, 1_100, 10);
    expect(step.to).toEqual({ wallMs: 1_100, marketMs: 1_200 });
    expect(step.wallTimeOf(700)).toBe(1_050);
  });

  test('stands still while the wall clock goes back', () => {
    expect(advanceClock({ wallMs: 1_000, marketMs: 200 }, 400, 1).to.marketMs).toBe(200);
  });

  test('catches up by 5 s at most after a long sleep', () => {
    const step = advanceClock({ wallMs: 0, marketMs: 0 }, 3_600_000, 1);
    expect(step.to.marketMs).toBe(5_000);
    expect(step.wallTimeOf(0)).toBe(3_595_000);
  });
});

describe('trading', () => {
  const market = (trades: readonly MarketTrade[]) => ({
    kind: 'TradesCsv' as const,
    label: 'three trades',
    symbols: [],
    trades,
  });
  const opened = (trades: readonly MarketTrade[]) =>
    new Trading(market(trades), new Tape(['BTCUSDT'], { firstId: 1, retain: 10 }));

  test('makes nothing before the market opens and what is due after', () => {
    const trading = opened([trade({ atMs: 0 }), trade({ atMs: 50 }), trade({ atMs: 51 })]);
    expect(trading.advance(1_000, calm)).toEqual([]);
    trading.start(2_000);
    expect(trading.advance(2_050, calm).map(({ trade: made }) => made.tradeTime)).toEqual([2_000, 2_050]);
    expect(trading.finished).toBe(false);
    expect(trading.advance(2_060, calm).map(({ trade: made }) => made.tradeTime)).toEqual([2_051]);
    expect(trading.finished).toBe(true);
  });

  test('stamps trades with the wrong clock when the clock is wrong', () => {
    const trading = opened([trade()]);
    trading.start(2_000);
    expect(trading.advance(2_010, { ...calm, clockOffsetMs: -1_500 })[0]?.trade.tradeTime).toBe(500);
  });

  test('keeps the original time of a replayed trade', () => {
    const trading = opened([trade({ originalTimeMs: 42 })]);
    trading.start(2_000);
    expect(trading.advance(2_010, calm)[0]?.originalTime).toBe(42);
  });
});

describe('klines', () => {
  test('fold trades and repeat the close where nothing traded', () => {
    const tape = new Tape(['BTCUSDT'], { firstId: 1, retain: 10 });
    tape.append(trade({ price: '10', quantity: '1', fills: 2 }), 60_000);
    tape.append(trade({ price: '12', quantity: '2', buyerIsMaker: true }), 60_500);
    tape.append(trade({ price: '9', quantity: '3' }), 119_999);
    tape.append(trade({ price: '11', quantity: '1' }), 240_000);
    const klines = klinesOf(tradesOf(tape), 60_000);
    expect(
      klines.map(({ open, high, low, close, volume, trades }) => [open, high, low, close, volume, trades]),
    ).toEqual([
      ['10', '12', '9', '9', 6, 4],
      ['9', '9', '9', '9', 0, 0],
      ['9', '9', '9', '9', 0, 0],
      ['11', '11', '11', '11', 1, 1],
    ]);
    expect(klines[0]).toMatchObject({ openMs: 60_000, closeMs: 119_999, takerBuyVolume: 4 });
  });
});
