import { type Environment, RuntimeError, readSettings, setting, shellSettings } from '@pricecast/runtime';
import { z } from 'zod';

const symbol = /^[A-Z0-9]{2,20}$/;
const largestSeed = 2_147_483_647;
const day = 86_400;

const schema = z.object({
  ...shellSettings,
  /** Where the trades come from. */
  MARKET: z
    .enum(['Synthetic', 'TradesCsv', 'BarsCsv'], 'must be Synthetic, TradesCsv or BarsCsv')
    .default('Synthetic'),
  /** The recording of TradesCsv and BarsCsv. */
  MARKET_FILE: setting.text().optional(),
  /** What a recording does at its end. */
  AT_END: z.enum(['Stop', 'Repeat'], 'must be Stop or Repeat').default('Stop'),
  /** Traded symbols; a recording has one. Absent: the 24 of the synthetic market. */
  SYMBOLS: setting.list(symbol, 'symbols in upper case such as BTCUSDT').optional(),
  SEED: setting.wholeNumber(0, largestSeed).default(1),
  /** Mean of the synthetic market over all symbols. */
  TRADES_PER_SECOND: setting.wholeNumber(1, 100_000).default(100),
  /** Part of the synthetic trades that comes in bursts of single symbols. */
  BURST_PERCENT: setting.wholeNumber(0, 90).default(25),
  /** Trades invented for a recorded bar of mean volume. */
  TRADES_PER_BAR: setting.wholeNumber(1, 10_000).default(60),
  /** The market runs this many times as fast as its recording or its rate. */
  SPEED: setting.wholeNumber(1, 100_000).default(1),
  /** The market ends after so many trades. */
  TRADE_LIMIT: setting.wholeNumber(1, 1_000_000_000).optional(),
  /** Whether trading begins with the process or with `POST /control/start`. */
  OPENS: z.enum(['AtOnce', 'OnCommand'], 'must be AtOnce or OnCommand').default('AtOnce'),
  /** First aggregate id; absent: from the clock, so that ids do not fall over a restart. */
  FIRST_ID: setting.wholeNumber(1, 1_000_000_000_000).optional(),
  /** Trades that REST can still give, over all symbols. */
  KEEP_TRADES: setting.wholeNumber(1_000, 100_000_000).default(400_000),
  JOURNAL_FILE: setting.text().optional(),
  MARKET_HOST: setting.text().default('0.0.0.0'),
  MARKET_PORT: setting.port().default(8080),
  CONTROL_HOST: setting.text().default('127.0.0.1'),
  CONTROL_PORT: setting.port().default(9091),
  FAULT_SEED: setting.wholeNumber(0, largestSeed).default(1),
  PING_SECONDS: setting.wholeNumber(1, day).default(20),
  PONG_SECONDS: setting.wholeNumber(1, day).default(60),
  MOST_AGE_SECONDS: setting.wholeNumber(1, day).default(day),
  WEIGHT_PER_MINUTE: setting.wholeNumber(1, 1_000_000_000).default(6_000),
});

/** Settings of the exchange process. */
export type ExchangeSettings = Readonly<z.infer<typeof schema>>;

/** Reads the settings from environment variables; throws RuntimeError SETTINGS_INVALID. */
export function readExchangeSettings(environment: Environment): ExchangeSettings {
  const settings = readSettings(schema, environment);
  if (settings.MARKET === 'Synthetic') return settings;
  if (settings.MARKET_FILE === undefined) {
    throw invalid(`MARKET_FILE is not set: it must name the recording that MARKET=${settings.MARKET} plays`);
  }
  if (settings.SYMBOLS?.length !== 1) {
    throw invalid(`SYMBOLS must name the one symbol of the recording when MARKET is ${settings.MARKET}`);
  }
  return settings;
}

function invalid(message: string): RuntimeError {
  return new RuntimeError('SETTINGS_INVALID', message);
}
