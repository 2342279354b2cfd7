import { type BarsOptions, tradesFromBarsCsv } from './bars-csv.ts';
import type { Recording } from './csv-rows.ts';
import type { Market, MarketKind, MarketTrade } from './market-trade.ts';
import { repeated } from './playing.ts';
import { recordedRules } from './recorded-symbol.ts';
import { tradesFromCsv } from './trades-csv.ts';

/** Whether a recording ends or begins again. */
export type AtEnd = 'Stop' | 'Repeat';

const pauseBetweenRoundsMs = 1_000;

/** A market that plays recorded trades. Throws MarketFileError. */
export function tradesMarket(recording: Recording, symbol: string, atEnd: AtEnd): Market {
  const trades = tradesFromCsv(recording, symbol);
  return recordedMarket('TradesCsv', `Replay of recorded trades, ${recording.name}`, trades, atEnd);
}

/** A market that plays invented trades inside recorded bars. Throws MarketFileError. */
export function barsMarket(recording: Recording, options: BarsOptions, atEnd: AtEnd): Market {
  const trades = tradesFromBarsCsv(recording, options);
  const label = `Replay of recorded bars, ${recording.name}; the trades inside a bar are invented, seed ${options.seed}`;
  return recordedMarket('BarsCsv', label, trades, atEnd);
}

function recordedMarket(
  kind: MarketKind,
  label: string,
  trades: readonly MarketTrade[],
  atEnd: AtEnd,
): Market {
  const symbol = trades[0]?.symbol;
  return {
    kind,
    label,
    symbols: symbol === undefined ? [] : [recordedRules(symbol, trades)],
    trades: atEnd === 'Stop' ? trades : { [Symbol.iterator]: () => repeated(trades, pauseBetweenRoundsMs) },
  };
}
