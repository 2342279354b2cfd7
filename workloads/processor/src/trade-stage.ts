import {
  decodeTrade,
  MarketError,
  type StageOptions,
  type StageOutputs,
  type Trade,
  type TradeOutcome,
} from '@pricecast/market';
import type { ConsumedRecord, RawMessage, Rejection, StepStage } from '@pricecast/stream';
import { PartitionState } from './partition-state.ts';
import type { TradeMessages } from './trade-messages.ts';

/** What became of trades, as the processor counts them. */
export type Fate = 'accepted' | 'late' | 'duplicate' | 'rejected';

/**
 * Trades → clean trades, bars, features and alerts. Pure.
 * | trade | goes to |
 * |---|---|
 * | new and clean | `.clean.v1`, into its bars |
 * | older than the bars that were published | `.clean.v1` with `late`, into no bar |
 * | its id came before | nowhere, counted |
 * | not to be read, breaks a rule of cleaning, or lies in the future | the dead letters |
 */
export function tradeStage(options: StageOptions, messages: TradeMessages): StepStage<PartitionState> {
  return {
    restore: (entries) => PartitionState.restore(options, entries),
    handle: (records, state, now) => {
      const work = new Work(state, messages, now);
      for (const record of records) work.take(record);
      return {
        state,
        outputs: work.outputs,
        rejected: work.rejected,
        changes: state.takeChanges(),
        counts: work.counts,
      };
    },
    tick: () => undefined,
  };
}

/** What comes of a batch while it is gone through. */
class Work {
  readonly outputs: RawMessage[] = [];
  readonly rejected: Rejection[] = [];
  readonly counts: Record<Fate, number> = { accepted: 0, late: 0, duplicate: 0, rejected: 0 };
  readonly #state: PartitionState;
  readonly #messages: TradeMessages;
  readonly #now: number;

  constructor(state: PartitionState, messages: TradeMessages, now: number) {
    this.#state = state;
    this.#messages = messages;
    this.#now = now;
  }

  take(record: ConsumedRecord): void {
    const trade = tradeOf(record);
    if (trade instanceof MarketError) this.#reject(record, trade.code, trade.message);
    else this.#follow(this.#state.stageOf(trade.symbol).handle(trade, this.#now), record);
  }

  #follow(outcome: TradeOutcome, record: ConsumedRecord): void {
    switch (outcome.kind) {
      case 'Duplicate':
        this.counts.duplicate += 1;
        break;
      case 'Future':
        this.#reject(record, 'TRADE_IN_FUTURE', outcome.message);
        break;
      case 'Refused':
        this.#reject(record, outcome.rule, outcome.message);
        break;
      case 'Accepted':
      case 'Late':
        this.counts[outcome.kind === 'Late' ? 'late' : 'accepted'] += 1;
        this.#publish(outcome, record);
    }
  }

  #publish({ clean, bars, features, alerts }: StageOutputs, cause: ConsumedRecord): void {
    this.outputs.push(this.#messages.clean(clean, cause));
    for (const bar of bars) this.outputs.push(this.#messages.bar(bar, cause));
    for (const one of features) this.outputs.push(this.#messages.features(one, cause));
    for (const alert of alerts) this.outputs.push(this.#messages.alert(alert, cause));
  }

  #reject(record: ConsumedRecord, code: string, message: string): void {
    this.counts.rejected += 1;
    this.rejected.push({ record, code, message });
  }
}

/** The trade in a record, or why there is none. */
function tradeOf({ key, value }: ConsumedRecord): Trade | MarketError {
  try {
    const trade = decodeTrade(value?.toString() ?? '');
    if (key?.toString() === trade.symbol) return trade;
    // Under another key it may lie in a partition where its symbol has no state.
    return new MarketError('TRADE_INVALID', `The key of trade ${trade.id} is not its symbol ${trade.symbol}`);
  } catch (error) {
    if (error instanceof MarketError) return error;
    throw error;
  }
}
