import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ExchangeSettings } from './config.ts';
import { chosenSymbols } from './market/chosen-symbols.ts';
import type { Recording } from './market/csv-rows.ts';
import { MarketFileError } from './market/market-file-error.ts';
import type { Market } from './market/market-trade.ts';
import { limited, sped } from './market/playing.ts';
import { barsMarket, tradesMarket } from './market/recorded-market.ts';
import { symbolCatalogue } from './market/symbol-catalogue.ts';
import { syntheticMarket } from './market/synthetic-market.ts';

/** Makes the market that the settings describe. Throws MarketFileError when its recording cannot be read. */
export async function loadMarket(settings: ExchangeSettings): Promise<Market> {
  const market = await wholeMarket(settings);
  const trades = sped(market.trades, settings.SPEED);
  const { TRADE_LIMIT: limit } = settings;
  return { ...market, trades: limit === undefined ? trades : limited(trades, limit) };
}

async function wholeMarket(settings: ExchangeSettings): Promise<Market> {
  const { SYMBOLS: names, SEED: seed, MARKET_FILE: file = '' } = settings;
  const symbol = names?.[0] ?? '';
  switch (settings.MARKET) {
    case 'TradesCsv':
      return tradesMarket(await readRecording(file), symbol, settings.AT_END);
    case 'BarsCsv': {
      const options = { symbol, seed, tradesPerBar: settings.TRADES_PER_BAR };
      return barsMarket(await readRecording(file), options, settings.AT_END);
    }
    case 'Synthetic':
      return syntheticMarket({
        symbols: names === undefined ? symbolCatalogue : chosenSymbols(names),
        seed,
        tradesPerSecond: settings.TRADES_PER_SECOND,
        burstShare: settings.BURST_PERCENT / 100,
      });
  }
}

async function readRecording(path: string): Promise<Recording> {
  try {
    return { name: basename(path), text: await readFile(path, 'utf8') };
  } catch (cause) {
    throw new MarketFileError(`Cannot read ${path}: check that the file exists and is mounted.`, { cause });
  }
}
