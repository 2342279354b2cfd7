import { z } from 'zod';
import { dnsLabel, int, objectName, setOf } from '../schema/fields.ts';
import { type Rule, ruled } from '../schema/rule.ts';

const symbol = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[A-Za-z0-9^][A-Za-z0-9.=_-]*$/);

const serviceSchema = z.object({
  name: objectName().describe('Name of the Service. It lies in the namespace of this object.'),
  port: int(1, 65_535).describe('Port of the Service that speaks both WebSocket and REST.'),
});

const replaySchema = z.object({
  market: z
    .enum(['Synthetic'])
    .default('Synthetic')
    .describe('Which market is replayed. Synthetic is made up from the seed and says so in every record.'),
  tradesPerSecond: int(1, 100_000)
    .default(100)
    .describe('Mean number of trades in a second over all symbols.'),
  seed: int(0, 2_147_483_647)
    .default(1)
    .describe('Start of the random numbers. The same seed makes the same market.'),
});

const fields = z.object({
  name: dnsLabel(20).describe(
    'Name of the source, unique within the pipeline. It becomes part of child names.',
  ),
  type: z
    .enum(['Binance', 'CoinGecko', 'Yahoo', 'Replay'])
    .describe(
      'Where prices come from. Binance streams trades, CoinGecko and Yahoo are polled, Replay starts an exchange of its own that needs no internet.',
    ),
  symbols: setOf(symbol, 200)
    .min(1)
    .describe(
      'What is traded, as the source writes it: BTCUSDT for Binance and Replay, bitcoin for CoinGecko, BTC-USD for Yahoo.',
    ),
  streams: setOf(z.enum(['Trades', 'Bars']), 2)
    .min(1)
    .default(['Trades'])
    .describe('What is collected: single trades, or one-minute bars. CoinGecko and Yahoo have bars only.'),
  intervalSeconds: int(1, 86_400)
    .optional()
    .describe('Seconds between two polls. Only for the polled sources CoinGecko and Yahoo, which need it.'),
  symbolsPerShard: int(1, 200)
    .default(25)
    .describe('Largest number of symbols that one collector pod takes. More symbols make more pods.'),
  service: serviceSchema
    .optional()
    .describe(
      'Service of this namespace that answers like Binance and is asked instead of the public exchange. Only for type Binance.',
    ),
  replay: replaySchema
    .optional()
    .describe('Settings of the replayed market. Only for type Replay, which needs them.'),
});

const polled = ['CoinGecko', 'Yahoo'];
const exchangeSymbol = /^[A-Z0-9]{2,20}$/;

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: "(self.type == 'Replay') == has(self.replay)",
    message: 'replay must be set for type Replay and left out for every other type',
    fieldPath: '.replay',
    holds: (source) => (source.type === 'Replay') === (source.replay !== undefined),
  },
  {
    cel: "self.type == 'Binance' || !has(self.service)",
    message: 'service is only for type Binance',
    fieldPath: '.service',
    holds: (source) => source.type === 'Binance' || source.service === undefined,
  },
  {
    cel: "(self.type in ['CoinGecko', 'Yahoo']) == has(self.intervalSeconds)",
    message:
      'intervalSeconds must be set for the polled types CoinGecko and Yahoo and left out for the others',
    fieldPath: '.intervalSeconds',
    holds: (source) => polled.includes(source.type) === (source.intervalSeconds !== undefined),
  },
  {
    cel: "!(self.type in ['CoinGecko', 'Yahoo']) || self.streams == ['Bars']",
    message: 'streams must be [Bars] for the polled types CoinGecko and Yahoo',
    fieldPath: '.streams',
    holds: (source) => !polled.includes(source.type) || source.streams.join() === 'Bars',
  },
  {
    cel: "!(self.type in ['Binance', 'Replay']) || self.symbols.all(symbol, symbol.matches('^[A-Z0-9]{2,20}$'))",
    message: 'symbols of Binance and Replay are 2 to 20 upper case letters and digits, such as BTCUSDT',
    fieldPath: '.symbols',
    holds: (source) =>
      polled.includes(source.type) || source.symbols.every((item) => exchangeSymbol.test(item)),
  },
];

/** One place where prices come from. */
export const sourceSchema = ruled(fields, rules);

/** One place where prices come from, with defaults filled in. */
export type Source = z.infer<typeof sourceSchema>;
