import { expect, test } from 'vitest';
import { readExchangeSettings } from './config.ts';
import { loadMarket } from './load-market.ts';

test('nothing needs to be set: a synthetic market of 24 symbols that opens at once', async () => {
  const settings = readExchangeSettings({});
  expect(settings).toMatchObject({
    MARKET: 'Synthetic',
    OPENS: 'AtOnce',
    MARKET_PORT: 8080,
    CONTROL_HOST: '127.0.0.1',
  });
  expect((await loadMarket(settings)).symbols).toHaveLength(24);
});

test.each<readonly [string, Record<string, string>, string]>([
  ['an unknown market', { MARKET: 'Real' }, 'MARKET must be Synthetic, TradesCsv or BarsCsv, but is "Real"'],
  ['a recording without a file', { MARKET: 'TradesCsv', SYMBOLS: 'XRPETH' }, 'MARKET_FILE is not set'],
  [
    'a recording without its symbol',
    { MARKET: 'BarsCsv', MARKET_FILE: 'x' },
    'SYMBOLS must name the one symbol',
  ],
  ['a symbol in lower case', { SYMBOLS: 'btcusdt' }, 'SYMBOLS must be a list of symbols in upper case'],
  ['a rate of zero', { TRADES_PER_SECOND: '0' }, 'TRADES_PER_SECOND must be a whole number from 1 to 100000'],
])('%s is refused by variable, rule and value', (_, environment, message) => {
  expect(() => readExchangeSettings(environment)).toThrow(message);
});

test('a market has the symbols that were named, listed or not', async () => {
  const market = await loadMarket(readExchangeSettings({ SYMBOLS: 'ETHUSDT,ABCEUR', TRADE_LIMIT: '500' }));
  expect(market.symbols.map(({ symbol, base, quote }) => [symbol, base, quote])).toEqual([
    ['ETHUSDT', 'ETH', 'USDT'],
    ['ABCEUR', 'ABC', 'EUR'],
  ]);
  const trades = [...market.trades];
  expect(trades).toHaveLength(500);
  expect(new Set(trades.map((trade) => trade.symbol))).toEqual(new Set(['ETHUSDT', 'ABCEUR']));
});

test('a market runs as fast as it is told to', async () => {
  const lastOf = async (SPEED: string) =>
    [...(await loadMarket(readExchangeSettings({ SPEED, TRADE_LIMIT: '200' }))).trades].at(-1)?.atMs ?? 0;
  expect(await lastOf('10')).toBe(Math.floor((await lastOf('1')) / 10));
});

test('a recording that is not there is refused with its path', async () => {
  const settings = readExchangeSettings({
    MARKET: 'TradesCsv',
    MARKET_FILE: '/nowhere/t.csv',
    SYMBOLS: 'XRPETH',
  });
  await expect(loadMarket(settings)).rejects.toThrow('Cannot read /nowhere/t.csv');
});
