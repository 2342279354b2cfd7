import { type Check, fails, holds, type Stage, type StageCondition, withJudgement } from '@pricecast/runtime';
import type { Market } from './market/market-trade.ts';
import type { ExchangeState } from './server/exchange.ts';

const checkNames: Readonly<Record<Market['kind'], string>> = {
  Synthetic: 'synthetic-market',
  TradesCsv: 'replay-of-trades',
  BarsCsv: 'replay-of-bars',
};

/** How the exchange looks to probes and to whoever asks for its report. */
export function exchangeStage(state: () => ExchangeState, now: () => number): Stage {
  let conditions: readonly StageCondition[] = [];
  // Named after the market, so that /healthz too says what these numbers are.
  const market: Check = { name: checkNames[state().market], check: () => holds };
  const opened: Check = {
    name: 'market-opened',
    check: () => (state().started ? holds : fails('The market waits for POST /control/start')),
  };
  return {
    liveness: [market],
    readiness: [opened],
    report: () => {
      const seen = state();
      conditions = withJudgement(conditions, judge(seen), new Date(now()));
      const gauges = {
        eventsPerSecond: seen.tradesPerSecond,
        connections: seen.connections,
        trades: seen.trades,
      };
      return { stage: 'exchange', conditions: [...conditions], gauges };
    },
  };
}

function judge({ started, finished, market, label }: ExchangeState) {
  const type = 'MarketOpen';
  if (!started)
    return { type, status: 'False' as const, reason: 'NotOpened', message: `${label}. Not opened yet.` };
  if (finished)
    return { type, status: 'False' as const, reason: 'Ended', message: `${label}. It has ended.` };
  return { type, status: 'True' as const, reason: market, message: label };
}
