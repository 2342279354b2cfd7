import type { Alert } from '../alert.ts';
import type { Bar } from '../bar.ts';
import type { CleanTrade } from '../clean-trade.ts';
import type { Features } from '../features.ts';
import type { TradeRule } from './trade-rules.ts';

/** What a trade brings about. */
export interface StageOutputs {
  readonly clean: CleanTrade;
  /** Bars that are complete now: those of a second before that of the minute which they end. */
  readonly bars: readonly Bar[];
  /** One for each bar of a minute. */
  readonly features: readonly Features[];
  readonly alerts: readonly Alert[];
}

/** What became of a trade. */
export type TradeOutcome =
  | ({ readonly kind: 'Accepted' } & StageOutputs)
  /** Clean, and not in the bars: they had been published. */
  | ({ readonly kind: 'Late' } & StageOutputs)
  /** Its id had come before: dropped. */
  | { readonly kind: 'Duplicate' }
  /** Its event time lies too far ahead of the clock to be believed; its id counts as not come yet. */
  | { readonly kind: 'Future'; readonly message: string }
  /** It breaks a rule of cleaning; its id counts as not come yet. */
  | { readonly kind: 'Refused'; readonly rule: TradeRule; readonly message: string };
