import { z } from 'zod';
import type { AnomalyWatchState } from '../anomaly/anomaly-watch.ts';
import type { MinuteModelState } from '../anomaly/minute-model.ts';
import { MarketError, quoted } from '../market-error.ts';
import type { IdSequenceState } from './id-sequence.ts';
import type { Minute } from './minute.ts';
import type { OpenBarState } from './open-bar.ts';

/** What changes with every trade of a symbol. */
export interface LiveState {
  readonly sequence: IdSequenceState;
  /** Largest event time so far. */
  readonly newestTime: number;
  readonly seconds: readonly OpenBarState[];
  readonly minutes: readonly OpenBarState[];
  readonly watch: AnomalyWatchState;
}

/**
 * One entry of the state of a symbol, as a compacted topic keeps it: `live` changes with every trade, `model` and one
 * `minute-<slot>` once a minute. The newest value of every key together is the whole state.
 */
export type StageChange =
  | { readonly key: 'live'; readonly value: LiveState }
  | { readonly key: 'model'; readonly value: MinuteModelState }
  | { readonly key: `minute-${number}`; readonly value: Minute };

const changeSchema = z.object({
  key: z.string().regex(/^(live|model|minute-[0-9]+)$/),
  value: z.looseObject({}),
});

/** Reads an entry that was written as JSON; throws MarketError STATE_INVALID. */
export function readStageChange(text: string): StageChange {
  try {
    return changeSchema.parse(JSON.parse(text)) as unknown as StageChange;
  } catch (cause) {
    throw new MarketError('STATE_INVALID', `State ${quoted(text)} is no entry of a symbol`, { cause });
  }
}
