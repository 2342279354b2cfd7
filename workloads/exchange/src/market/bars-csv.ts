import { type Bar, tradesOfBar } from './bar-trades.ts';
import { type CsvRow, csvRows, type Recording } from './csv-rows.ts';
import { MarketFileError } from './market-file-error.ts';
import type { MarketTrade } from './market-trade.ts';
import { seededRandom } from './random.ts';
import { finest } from './recorded-symbol.ts';
import { parseUnits, printedPlaces, unitsText } from './units.ts';

const columns = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;
// A bar can have four turning points and each needs a trade with some volume.
const leastVolume = 4;

/** Recorded bars, one behind the other. */
export interface RecordedBars {
  readonly bars: readonly Bar[];
  /** The distance of the first two. */
  readonly lengthMs: number;
  /** Places of the finest price. */
  readonly priceScale: number;
}

/** How the trades inside the bars are invented. */
export interface BarsOptions {
  readonly symbol: string;
  readonly seed: number;
  /** Trades in a bar of mean volume; others in proportion. */
  readonly tradesPerBar: number;
}

/** Reads recorded bars. Throws MarketFileError at the first row that is no bar or goes back in time. */
export function barsFromCsv(recording: Recording): RecordedBars {
  const rows = csvRows(recording, columns);
  const bars = rows.map((row) => barOf(row, recording.name));
  const prices = rows.flatMap(({ cells }) => [cells.high ?? '', cells.low ?? '']);
  return { bars, lengthMs: barLength(bars, recording.name), priceScale: finest(prices) };
}

/** Invents trades that add up to the bars, bar by bar; see {@link tradesOfBar}. */
export function* tradesOfBars(recorded: RecordedBars, options: BarsOptions): Generator<MarketTrade> {
  const { bars, lengthMs, priceScale } = recorded;
  const meanVolume = bars.reduce((sum, bar) => sum + bar.volume, 0) / bars.length;
  const tick = 10 ** (printedPlaces - priceScale);
  const random = seededRandom(options.seed);
  for (const bar of bars) {
    const wanted = Math.round((options.tradesPerBar * bar.volume) / meanVolume);
    for (const trade of tradesOfBar(bar, { lengthMs, wanted, tick }, random)) {
      yield {
        symbol: options.symbol,
        atMs: trade.timeMs - (bars[0]?.openMs ?? 0),
        price: unitsText(trade.price, printedPlaces),
        quantity: unitsText(trade.quantity, printedPlaces),
        buyerIsMaker: random.uniform() < 0.5,
        fills: 1,
        originalTimeMs: trade.timeMs,
      };
    }
  }
}

function barLength(bars: readonly Bar[], file: string): number {
  const [first, second] = bars;
  if (first === undefined || second === undefined) {
    throw new MarketFileError(`${file}: one bar alone does not tell how long a bar is.`);
  }
  const back = bars.findIndex((bar, index) => index > 0 && bar.openMs <= (bars[index - 1]?.openMs ?? 0));
  if (back !== -1)
    throw new MarketFileError(`${file}, line ${back + 2}: goes back in time or repeats a time.`);
  return second.openMs - first.openMs;
}

function barOf(row: CsvRow, file: string): Bar {
  const units = (column: (typeof columns)[number]) => {
    const text = row.cells[column] ?? '';
    const value = parseUnits(text);
    if (value === undefined) throw bad(file, row, `${column} "${text}" is not a decimal with up to 8 places`);
    return value;
  };
  const openMs = Date.parse(row.cells.timestamp ?? '');
  if (Number.isNaN(openMs)) throw bad(file, row, `timestamp "${row.cells.timestamp}" is not a time`);
  const [open, high, low, close] = [units('open'), units('high'), units('low'), units('close')];
  const volume = units('volume');
  if (low <= 0 || Math.max(open, close) > high || Math.min(open, close) < low) {
    throw bad(file, row, 'open and close must lie between a positive low and the high');
  }
  if (volume > 0 && volume < leastVolume)
    throw bad(file, row, 'the volume is too small to be split into trades');
  return { openMs, open, high, low, close, volume };
}

function bad(file: string, row: CsvRow, what: string): MarketFileError {
  return new MarketFileError(`${file}, line ${row.line}: ${what}.`);
}
