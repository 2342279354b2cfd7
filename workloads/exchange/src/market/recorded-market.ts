import { type BarsOptions, barsFromCsv, tradesOfBars } from './bars-csv.ts';
import type { Recording } from './csv-rows.ts';
import type { Market, MarketTrade } from './market-trade.ts';
import { repeated } from './playing.ts';
import { finest, recordedRules } from './recorded-symbol.ts';
import { tradesFromCsv } from './trades-csv.ts';
import { printedPlaces } from './units.ts';

/** Whether a recording ends or begins again. */
export type AtEnd = 'Stop' | 'Repeat';

const pauseBetweenRoundsMs = 1_000;

/** A market that plays recorded trades. Throws MarketFileError. */
export function tradesMarket(recording: Recording, symbol: string, atEnd: AtEnd): Market {
  const trades = tradesFromCsv(recording, symbol);
  const priceScale = finest(trades.map((trade) => trade.price));
  const quantityScale = finest(trades.map((trade) => trade.quantity));
  return {
    kind: 'TradesCsv',
    label: `Replay of recorded trades, ${recording.name}`,
    symbols: [recordedRules(symbol, priceScale, quantityScale)],
    trades: played(() => trades, atEnd),
  };
}

/** A market that plays invented trades inside recorded bars. Throws MarketFileError. */
export function barsMarket(recording: Recording, options: BarsOptions, atEnd: AtEnd): Market {
  const recorded = barsFromCsv(recording);
  return {
    kind: 'BarsCsv',
    label: `Replay of recorded bars, ${recording.name}; the trades inside a bar are invented, seed ${options.seed}`,
    symbols: [recordedRules(options.symbol, recorded.priceScale, printedPlaces)],
    trades: played(() => tradesOfBars(recorded, options), atEnd),
  };
}

/** Each iteration begins the recording anew. */
function played(open: () => Iterable<MarketTrade>, atEnd: AtEnd): Iterable<MarketTrade> {
  const once = { [Symbol.iterator]: () => open()[Symbol.iterator]() };
  if (atEnd === 'Stop') return once;
  return { [Symbol.iterator]: () => repeated(once, pauseBetweenRoundsMs) };
}
