import { type Check, fails, unknown } from '../../judgement/verdict.ts';
import { tradesTopic } from '../topics.ts';
import type { View } from '../view.ts';

const isSuspended: Check<View> = ({ pipeline: { spec } }) =>
  spec.suspend ? fails('Suspended', 'Nothing is collected, because spec.suspend is true') : undefined;

const nobodyCanTell: Check<View> = ({ kafka }) =>
  kafka.kind === 'Answered'
    ? undefined
    : unknown('NoTradesYet', 'Trades are looked for when the brokers answer');

const noneWasSeen: Check<View> = ({ pipeline, kafka }) => {
  if (kafka.kind !== 'Answered') return undefined;
  const { trades } = kafka;
  if (trades.kind === 'Counted' && trades.everWritten > 0) return undefined;
  return fails('NoTradesYet', `Topic ${tradesTopic(pipeline)} holds no trade yet`);
};

const noneIsNew: Check<View> = ({ pipeline, kafka }) => {
  if (kafka.kind !== 'Answered' || kafka.trades.kind !== 'Counted' || kafka.trades.recent > 0)
    return undefined;
  const { windowSeconds } = kafka.trades;
  return fails(
    'TradesStopped',
    `Topic ${tradesTopic(pipeline)} got no trade within the last ${windowSeconds} s`,
  );
};

/** What can keep TradesFlowing from holding, in this order. */
export const tradesChecks: readonly Check<View>[] = [isSuspended, nobodyCanTell, noneWasSeen, noneIsNew];
