import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bar } from '../bar.ts';
import { addDecimals, compareDecimals, formatDecimal, multiplyDecimals, parseDecimal } from '../decimal.ts';
import { feeds, marchFirst, trade } from '../testing/trades.ts';
import type { Trade } from '../trade.ts';
import type { TradeOutcome } from './outcome.ts';
import { readStageChange, type StageChange } from './stage-changes.ts';
import { defaultStageOptions } from './stage-options.ts';
import { SymbolStage } from './symbol-stage.ts';

const options = { ...defaultStageOptions, latenessSeconds: 2 };
const never = Number.MAX_SAFE_INTEGER;
/** A trade far behind the others, which completes all bars before it. */
const last = trade(1_000_000, { tradeTime: marchFirst + 86_400_000 });

const newStage = (changes: readonly StageChange[] = []) => new SymbolStage('BTCUSDT', options, changes);
const barsOf = (outcomes: readonly TradeOutcome[]): Bar[] =>
  outcomes.flatMap((outcome) => ('bars' in outcome ? outcome.bars : []));
const byStart = (left: Bar, right: Bar) =>
  left.intervalSeconds - right.intervalSeconds || left.start - right.start;

/** Bars by the definition, from trades in the order of their ids. */
function naiveBars(trades: readonly Trade[], intervalSeconds: number): Bar[] {
  const start = ({ tradeTime }: Trade) => tradeTime - (tradeTime % (intervalSeconds * 1_000));
  return [...Map.groupBy(trades, start)].map(([from, group]) => {
    const prices = group.map(({ price }) => price);
    const ordered = prices.toSorted((left, right) =>
      compareDecimals(parseDecimal(left), parseDecimal(right)),
    );
    const total = (of: (trade: Trade) => ReturnType<typeof parseDecimal>) =>
      formatDecimal(group.map(of).reduce(addDecimals));
    return {
      symbol: 'BTCUSDT',
      intervalSeconds,
      start: from,
      open: prices[0] ?? '',
      high: ordered.at(-1) ?? '',
      low: ordered[0] ?? '',
      close: prices.at(-1) ?? '',
      volume: total(({ quantity }) => parseDecimal(quantity)),
      quoteVolume: total(({ price, quantity }) =>
        multiplyDecimals(parseDecimal(price), parseDecimal(quantity)),
      ),
      takerBuyVolume: total(({ quantity, buyerIsMaker }) => parseDecimal(buyerIsMaker ? '0.00' : quantity)),
      trades: group.length,
      firstId: group[0]?.id ?? -1,
      lastId: group.at(-1)?.id ?? -1,
    };
  });
}

describe('bars', () => {
  test('are those of the definition, of a second and of a minute', () => {
    fc.assert(
      fc.property(feeds, (feed) => {
        const stage = newStage();
        const outcomes = [...feed, last].map((each) => stage.handle(each, never));
        expect(barsOf(outcomes).toSorted(byStart)).toEqual([...naiveBars(feed, 1), ...naiveBars(feed, 60)]);
      }),
    );
  });

  test('are the same in whatever order trades come within the lateness, and however often', () => {
    const disorder = feeds.chain((feed) => {
      const doubled = feed.flatMap((one) => [one, one]);
      const shuffled = fc.shuffledSubarray(doubled, { minLength: doubled.length });
      return fc.tuple(fc.constant(feed), shuffled);
    });
    fc.assert(
      fc.property(disorder, ([feed, shuffled]) => {
        const stage = new SymbolStage('BTCUSDT', { ...options, latenessSeconds: 10_000 });
        // The first id that comes is where the symbol begins.
        const outcomes = [...feed.slice(0, 1), ...shuffled, last].map((each) => stage.handle(each, never));
        expect(barsOf(outcomes).toSorted(byStart)).toEqual([...naiveBars(feed, 1), ...naiveBars(feed, 60)]);
        const kinds = outcomes.map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'Accepted')).toHaveLength(feed.length + 1);
        expect(kinds.filter((kind) => kind === 'Duplicate')).toHaveLength(feed.length + 1);
      }),
    );
  });

  test('keep every digit of numbers that floating point cannot hold', () => {
    const stage = newStage();
    const huge = { price: '12345678901234567890.12345678', quantity: '0.00000001' };
    const more = { price: '12345678901234567890.12345679', quantity: '99999999999999999999.00000001' };
    const outcomes = [trade(0, huge), trade(1, more), last].map((each) => stage.handle(each, never));
    const [bar] = barsOf(outcomes);
    expect(bar).toMatchObject({ high: more.price, low: huge.price, volume: '99999999999999999999.00000002' });
  });
});

describe('a trade', () => {
  const stage = newStage();
  const now = marchFirst + 60_000;
  const at = (seconds: number) => ({ tradeTime: marchFirst + seconds * 1_000 });

  test.each<[string, Trade, TradeOutcome['kind']]>([
    ['the first one', trade(10, at(0)), 'Accepted'],
    ['the next one', trade(11, at(30)), 'Accepted'],
    ['one that came before', trade(11, at(30)), 'Duplicate'],
    ['one from before the beginning', trade(9, at(29)), 'Duplicate'],
    ['one that leaps over two', trade(14, at(31)), 'Accepted'],
    ['one that was overtaken, within the lateness', trade(12, at(29)), 'Accepted'],
    ['one that was overtaken, an hour late', trade(13, at(-3_600)), 'Late'],
    ['one from the future', trade(15, at(3_600)), 'Future'],
    ['the same id, at a time that can be', trade(15, at(32)), 'Accepted'],
    ['one ahead as far as clocks may differ', trade(16, at(69)), 'Accepted'],
    ['a price of 0', trade(17, { price: '0.00' }), 'Refused'],
    ['a negative price', trade(17, { price: '-1.00' }), 'Refused'],
    ['a quantity of 0', trade(17, { quantity: '0' }), 'Refused'],
    ['a number of a thousand digits', trade(17, { price: '1'.repeat(1_000) }), 'Refused'],
    ['ids in reverse', trade(17, { firstTradeId: 5, lastTradeId: 4 }), 'Refused'],
    ['the same id, clean', trade(17, at(70)), 'Accepted'],
  ])('%s', (_name, each, kind) => {
    expect(stage.handle(each, now).kind).toBe(kind);
  });

  test('that is late is clean, says so, and changes no bar', () => {
    const fresh = newStage();
    fresh.handle(trade(0), never);
    fresh.handle(trade(2, { tradeTime: marchFirst + 10_000 }), never);
    const late = fresh.handle(trade(1), never);
    expect(late).toMatchObject({
      kind: 'Late',
      clean: { id: 1, late: true, quoteQuantity: '100.00000' },
      bars: [],
    });
    const outcome = fresh.handle(last, never);
    expect(barsOf([outcome]).every(({ trades }) => trades <= 2)).toBe(true);
  });
});

test('a stage that is restored at any moment goes on as if it had never stopped', () => {
  fc.assert(
    fc.property(feeds, fc.infiniteStream(fc.boolean()), (feed, stops) => {
      const steady = newStage();
      let broken = newStage();
      const kept = new Map<string, string>();
      for (const each of [...feed, last]) {
        expect(broken.handle(each, never)).toEqual(steady.handle(each, never));
        if (!stops.next().value) continue;
        for (const change of broken.takeChanges()) kept.set(change.key, JSON.stringify(change));
        broken = newStage([...kept.values()].map(readStageChange));
      }
    }),
  );
});

test('what is written down for each trade stays small', () => {
  const stage = newStage();
  let largest = 0;
  for (let id = 0; id < 5_000; id += 1) {
    stage.handle(trade(id, { tradeTime: marchFirst + id * 700, price: `${100 + (id % 7)}.01` }), never);
    const live = stage.takeChanges().find(({ key }) => key === 'live');
    largest = Math.max(largest, JSON.stringify(live).length);
  }
  expect(largest).toBeLessThan(6_000);
});

test('an entry that is no state is refused', () => {
  expect(() => readStageChange('{"key":"other","value":{}}')).toThrow(
    expect.objectContaining({ code: 'STATE_INVALID' }),
  );
});
