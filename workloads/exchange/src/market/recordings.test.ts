import { describe, expect, test } from 'vitest';
import { barsFromCsv, tradesOfBars } from './bars-csv.ts';
import { limited } from './playing.ts';
import { barsMarket, tradesMarket } from './recorded-market.ts';
import { tradesFromCsv } from './trades-csv.ts';

const trades = (...rows: string[]) => ({
  name: 'trades.csv',
  text: ['timestamp_ms,price,amount,side', ...rows].join('\n'),
});
const bars = (...rows: string[]) => ({
  name: 'bars.csv',
  text: ['timestamp,open,high,low,close,volume', ...rows].join('\n'),
});

const twoTrades = trades('1570752011620,0.00141342,23,sell', '1570752017964,0.00141266,8.50,buy');
const twoBars = bars(
  '2023-03-01T00:00:00Z,23140.48,23150.77,23128.52,23142.31,2.131777',
  '2023-03-01T00:01:00Z,23143.89,23148.8,23137.61,23137.77,0.881378',
);
const barOptions = { symbol: 'BTCUSDT', seed: 3, tradesPerBar: 40 };

describe('recorded trades', () => {
  test('keep their text, their distance in time and their original time', () => {
    expect(tradesFromCsv(twoTrades, 'XRPETH')).toEqual([
      {
        symbol: 'XRPETH',
        atMs: 0,
        price: '0.00141342',
        quantity: '23',
        buyerIsMaker: true,
        fills: 1,
        originalTimeMs: 1570752011620,
      },
      {
        symbol: 'XRPETH',
        atMs: 6344,
        price: '0.00141266',
        quantity: '8.50',
        buyerIsMaker: false,
        fills: 1,
        originalTimeMs: 1570752017964,
      },
    ]);
  });

  test('make a market whose symbol has the finest tick and lot of the file', () => {
    expect(tradesMarket(twoTrades, 'XRPETH', 'Stop').symbols).toEqual([
      { symbol: 'XRPETH', base: 'XRP', quote: 'ETH', priceScale: 8, quantityScale: 1 },
    ]);
  });

  test('start again after the last one when they are to be repeated', () => {
    const played = [...limited(tradesMarket(twoTrades, 'XRPETH', 'Repeat').trades, 4)];
    expect(played.map((trade) => trade.atMs)).toEqual([0, 6344, 7344, 13688]);
    expect(played[2]?.originalTimeMs).toBe(1570752011620);
  });

  test.each([
    ['a price that is no number', '1,abc,1,buy', 'line 2: price "abc" is not a positive decimal'],
    ['a price of zero', '1,0.000,1,buy', 'line 2: price "0.000" is not a positive decimal'],
    ['a negative amount', '1,1,-1,buy', 'line 2: amount "-1" is not a positive decimal'],
    ['an unknown side', '1,1,1,hold', 'line 2: side "hold" is neither buy nor sell'],
    ['a time that is no number', 'today,1,1,buy', 'line 2: timestamp_ms "today" is not in milliseconds'],
    ['a missing cell', '1,1', 'trades.csv is not CSV'],
  ])('with %s are refused by line and cause', (_, row, message) => {
    expect(() => tradesFromCsv(trades(row), 'XRPETH')).toThrow(message);
  });

  test('that go back in time are refused', () => {
    expect(() => tradesFromCsv(trades('2,1,1,buy', '1,1,1,buy'), 'X')).toThrow('line 3: goes back in time');
  });

  test('without rows or with another header are refused', () => {
    expect(() => tradesFromCsv(trades(), 'X')).toThrow('no rows below the header');
    expect(() => tradesFromCsv(twoBars, 'X')).toThrow('the header must be "timestamp_ms,price,amount,side"');
  });
});

describe('recorded bars', () => {
  test('become trades that add up to them, at their original times', () => {
    const [first = [], second = []] = Map.groupBy(tradesOfBars(barsFromCsv(twoBars), barOptions), (trade) =>
      Math.floor(trade.atMs / 60_000),
    ).values();
    const volume = first.reduce((sum, trade) => sum + Number(trade.quantity), 0);
    expect(first[0]?.price).toBe('23140.48000000');
    expect(first.at(-1)?.price).toBe('23142.31000000');
    expect(volume).toBeCloseTo(2.131777, 8);
    expect(second.at(-1)?.price).toBe('23137.77000000');
    expect(first.every((trade) => /^\d+\.\d\d0{6}$/.test(trade.price))).toBe(true);
    expect((first[0]?.originalTimeMs ?? 0) - (first[0]?.atMs ?? 0)).toBe(Date.UTC(2023, 2, 1));
  });

  test('have trades in proportion to their volume', () => {
    const counts = Map.groupBy(
      tradesOfBars(barsFromCsv(twoBars), barOptions),
      (trade) => trade.atMs >= 60_000,
    );
    expect(counts.get(false)?.length).toBe(57);
    expect(counts.get(true)?.length).toBe(23);
  });

  test('say which part of them is invented', () => {
    expect(barsMarket(twoBars, barOptions, 'Stop').label).toMatch(/trades inside a bar are invented, seed 3/);
  });

  test.each([
    ['a high below the close', '2023-03-01T00:00:00Z,1,2,1,3,1', 'open and close must lie between'],
    ['a low of zero', '2023-03-01T00:00:00Z,1,2,0,1,1', 'a positive low'],
    ['a time that is no time', 'noon,1,2,1,1,1', 'timestamp "noon" is not a time'],
    [
      'nine decimal places',
      '2023-03-01T00:00:00Z,1,2,1,1,0.123456789',
      'volume "0.123456789" is not a decimal',
    ],
    ['too little volume', '2023-03-01T00:00:00Z,1,2,1,1,0.00000003', 'volume is too small'],
  ])('with %s are refused by line and cause', (_, row, message) => {
    expect(() => barsFromCsv(bars(row))).toThrow(message);
  });

  test('that repeat a time, or are alone, are refused', () => {
    const row = '2023-03-01T00:00:00Z,1,2,1,1,1';
    expect(() => barsFromCsv(bars(row, row))).toThrow('line 3: goes back in time or repeats');
    expect(() => barsFromCsv(bars(row))).toThrow('one bar alone');
  });
});
