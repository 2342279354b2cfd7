import type { Reason } from '@pricecast/crds';
import type { Judgement } from '@pricecast/runtime';
import type { ExchangeError, ExchangeErrorCode } from '../exchange/exchange-error.ts';
import type { StreamState } from '../exchange/stream-state.ts';

/** What is known about the exchange. */
export interface ExchangeView {
  readonly stream: StreamState;
  /** Address of the stream. */
  readonly address: string;
  readonly symbols: number;
  /** Symbols that the exchange does not know. */
  readonly unknownSymbols: readonly string[];
  /** Why REST does not answer, where that lasts. */
  readonly trouble: ExchangeError | undefined;
  /** True when the stream is open and does not bring trades that REST has. */
  readonly stalled: boolean;
  /** False until it is known which trade of each symbol comes first. */
  readonly anchored: boolean;
}

const reasons: Readonly<Record<ExchangeErrorCode, Reason>> = {
  EXCHANGE_UNREACHABLE: 'ExchangeUnreachable',
  EXCHANGE_FAULTY: 'ExchangeUnreachable',
  EXCHANGE_REFUSED: 'ExchangeRefused',
  SYMBOL_UNKNOWN: 'ExchangeRefused',
  RATE_LIMITED: 'RateLimited',
};

type Outcome = Omit<Judgement, 'type'>;
type Rule = (view: ExchangeView) => Outcome | undefined;

const isBroken = (reason: Reason, message: string): Outcome => ({ status: 'False', reason, message });
const isPending = (message: string): Outcome => ({ status: 'Unknown', reason: 'Pending', message });

const symbolsAreUnknown: Rule = ({ unknownSymbols }) =>
  unknownSymbols.length === 0
    ? undefined
    : isBroken(
        'ExchangeRefused',
        `The exchange does not know ${unknownSymbols.join(', ')}: correct the symbols`,
      );

const restFails: Rule = ({ trouble }) => trouble && isBroken(reasons[trouble.code], trouble.message);

const streamIsDown: Rule = ({ stream, address }) => {
  if (stream.kind !== 'Waiting') return undefined;
  const since = new Date(stream.since).toISOString();
  const message = `${address} cannot be reached since ${since}: ${stream.why}; tried ${stream.attempts} times, goes on trying`;
  return isBroken('ExchangeUnreachable', message);
};

const streamIsDumb: Rule = ({ stalled, address }) =>
  stalled
    ? isBroken(
        'ExchangeUnreachable',
        `${address} is connected and silent while REST has new trades; connecting anew`,
      )
    : undefined;

const notStarted: Rule = ({ anchored }) =>
  anchored ? undefined : isPending('Looking up where each symbol begins');

const notOpen: Rule = ({ stream, address }) =>
  stream.kind === 'Open' ? undefined : isPending(`Connecting to ${address}`);

/** In this order; the first that applies speaks. */
const rules: readonly Rule[] = [
  symbolsAreUnknown,
  streamIsDown,
  restFails,
  streamIsDumb,
  notStarted,
  notOpen,
];

/** Whether trades come from the exchange, as a condition. */
export function judgeExchange(view: ExchangeView): Judgement {
  for (const rule of rules) {
    const outcome = rule(view);
    if (outcome !== undefined) return { type: 'ExchangeConnected', ...outcome };
  }
  const message = `Subscribed to ${view.symbols} symbols at ${view.address}`;
  return { type: 'ExchangeConnected', status: 'True', reason: 'Connected', message };
}
