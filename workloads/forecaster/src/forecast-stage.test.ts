import { type Bar, decodePrediction, type Prediction } from '@pricecast/market';
import type { ConsumedRecord, RawMessage } from '@pricecast/stream';
import { describe, expect, test } from 'vitest';
import { ForecastBoard } from './forecast-board.ts';
import { forecastStage } from './forecast-stage.ts';
import { bars, newYear, recordOf } from './testing/bars.ts';

const board = new ForecastBoard();
const stage = forecastStage({
  targets: ['Price', 'Volatility', 'Volume'],
  horizonMinutes: [1, 5, 15, 60],
  levels: [0.8, 0.95],
  topic: 'markets.btc.predictions.v1',
  board,
});
const empty = () => stage.restore(new Map());
const read = (outputs: readonly RawMessage[]) => outputs.map(({ value }) => decodePrediction(String(value)));
const endOf = ({ start }: Bar) => start + 60_000;

/** A day of minutes, one batch for each. */
const market = bars(1_440);
function run(state: ReturnType<typeof empty>, all: readonly Bar[]) {
  return all.map((bar) => stage.handle([recordOf(bar)], state, endOf(bar) + 50));
}

describe('bars of a minute', () => {
  const results = run(empty(), market);
  const predictions = read(results.flatMap(({ outputs }) => outputs));

  test('are answered with each target at each horizon, once it is known how the market moves', () => {
    expect(read(results[13]?.outputs ?? [])).toEqual([]);
    const first = read(results[15]?.outputs ?? []);
    expect(first.map(({ target, horizonSeconds }) => `${target} ${horizonSeconds}`)).toEqual(
      [60, 300, 900, 3_600].flatMap((horizon) =>
        ['Price', 'Volatility', 'Volume'].map((target) => `${target} ${horizon}`),
      ),
    );
    expect(new Set(first.map(({ label }) => label))).toEqual(new Set(['NotJudgedYet']));
  });

  test('have predictions that follow from themselves', () => {
    for (const one of predictions.filter((_, at) => at % 23 === 0)) {
      expect(one.forAt - one.basedOn).toBe(one.horizonSeconds * 1_000);
      expect(one.madeAt).toBe(one.basedOn + 50);
      const [inner, outer] = one.intervals as [Prediction['intervals'][0], Prediction['intervals'][0]];
      expect(outer.lower).toBeLessThanOrEqual(inner.lower);
      expect(inner.lower).toBeLessThanOrEqual(inner.upper);
      expect(inner.upper).toBeLessThanOrEqual(outer.upper);
      expect(outer.lower).toBeGreaterThanOrEqual(0);
      expect(one.point).toBeGreaterThanOrEqual(0);
    }
  });

  test('of a market that wanders have no skill in their price, and say so', () => {
    const prices = predictions.filter(({ target }) => target === 'Price');
    expect(prices.every(({ point, lastValue, label }) => label === 'Skilled' || point === lastValue)).toBe(
      true,
    );
    expect(prices.at(-1)?.label).not.toBe('Skilled');
  });

  test('whose liveliness comes in waves have skill in their volume', () => {
    const last = predictions.filter(
      ({ target, horizonSeconds }) => target === 'Volume' && horizonSeconds === 300,
    );
    expect(last.at(-1)).toMatchObject({ label: 'Skilled', model: 'log-linear' });
  });

  test('carry the headers of the bar on', () => {
    const message = results.at(-1)?.outputs[0];
    expect(message?.key).toBe('BTCUSDT');
    expect(message?.timestamp).toBe(endOf(market.at(-1) as Bar));
    expect(message?.headers).toEqual({ schema: Buffer.from('prediction/1'), source: Buffer.from('binance') });
  });

  test('are counted among the forecasters of the moment, and after a while no more', () => {
    const now = endOf(market.at(-1) as Bar);
    expect(board.current(now).map(([symbol]) => symbol)).toEqual(['BTCUSDT']);
    expect(board.current(now + 3_600_000)).toEqual([]);
  });

  test('have intervals of the price that one still minute does not narrow before there is a model', () => {
    const wide = ({ intervals }: Prediction) => (intervals[0]?.upper ?? 0) - (intervals[0]?.lower ?? 0);
    const nextOf = (bar: Bar) => {
      const state = empty();
      run(state, market.slice(0, 60));
      const [price] = read(stage.handle([recordOf(bar)], state, endOf(bar) + 50).outputs);
      return wide(price as Prediction);
    };
    const [before, next] = market.slice(59, 61) as [Bar, Bar];
    const still = { ...next, open: before.close, high: before.close, low: before.close, close: before.close };
    expect(nextOf(still)).toBeGreaterThan(0.7 * nextOf(next));
  });
});

test('a state that is read back has learnt what the one that wrote it had', () => {
  const state = empty();
  const written = new Map<string, string>();
  for (const { changes } of run(state, market.slice(0, 700))) {
    for (const [key, value] of changes) written.set(key, value ?? '');
  }
  expect(written.size).toBe(700);
  const restored = stage.restore(written);
  // Models are fitted in turn, so the two have fitted theirs at other minutes.
  for (const one of [state, restored]) one.forecasterOf('BTCUSDT').refitAll();
  const next = market.slice(700, 701);
  const points = (one: typeof state) =>
    run(one, next).flatMap(({ outputs }) => read(outputs).map(({ point }) => point.toPrecision(6)));
  expect(points(restored)).toEqual(points(state));
  expect(run(restored, next)[0]?.outputs).toEqual([]);
});

describe('a batch', () => {
  test('of many minutes is predicted from once, and not for what lies behind', () => {
    const last = market.at(-1) as Bar;
    const result = stage.handle(
      market.slice(-400).map((bar) => recordOf(bar)),
      empty(),
      endOf(last) + 120_000,
    );
    expect(new Set(read(result.outputs).map(({ horizonSeconds }) => horizonSeconds))).toEqual(
      new Set([300, 900, 3_600]),
    );
    expect(result.outputs).toHaveLength(9);
  });

  const bar = market[0] as Bar;
  test.each<[string, ConsumedRecord]>([
    ['no JSON', recordOf(bar, { value: Buffer.from('{"symbol"') })],
    ['a bar without a price', recordOf({ ...bar, close: 'none' })],
    ['no value at all', recordOf(bar, { value: undefined })],
    ['the key of another symbol', recordOf(bar, { key: Buffer.from('ETHUSDT') })],
  ])('with %s has it among the dead letters, and the rest flows on', (_name, record) => {
    const { rejected, changes } = stage.handle([record, recordOf(market[1] as Bar)], empty(), newYear);
    expect(rejected.map((one) => [one.record, one.code])).toEqual([[record, 'BAR_INVALID']]);
    expect(changes.size).toBe(1);
  });

  test('of seconds changes nothing', () => {
    const seconds = market.slice(0, 5).map((one) => recordOf({ ...one, intervalSeconds: 1 }));
    const { outputs, changes, rejected } = stage.handle(seconds, empty(), newYear);
    expect([outputs, [...changes], rejected]).toEqual([[], [], []]);
  });
});
