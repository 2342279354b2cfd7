import { type Bar, decodeBar, MarketError, type PredictionTarget } from '@pricecast/market';
import type { ConsumedRecord, RawMessage, Rejection, StepStage } from '@pricecast/stream';
import type { ForecastBoard } from './forecast-board.ts';
import type { SymbolForecaster } from './models/symbol-forecaster.ts';
import { type ForecastOptions, PartitionState } from './partition-state.ts';
import { predictionMessage } from './prediction-message.ts';
import { predictionsOf } from './predictions.ts';

/** What a forecast stage is made of. */
export interface ForecastStageParts extends ForecastOptions {
  readonly targets: readonly PredictionTarget[];
  /** The topic of predictions. */
  readonly topic: string;
  readonly board: ForecastBoard;
}

const minuteSeconds = 60;
/** Models that are fitted anew after each bar, in turn. */
const refitsEachBar = 2;

/**
 * Bars of a minute → predictions. Bars of other lengths are passed over; what cannot be read goes to the dead
 * letters. Of bars that came at once only the newest of a symbol is predicted from. Pure but for the board.
 */
export function forecastStage(parts: ForecastStageParts): StepStage<PartitionState> {
  return {
    restore: (entries) => PartitionState.restore(parts, entries),
    handle: (records, state, now) => {
      const rejected: Rejection[] = [];
      const learnt = new Map<string, Learnt>();
      for (const record of records) {
        const bar = barOf(record);
        if (bar instanceof MarketError) rejected.push({ record, code: bar.code, message: bar.message });
        else if (bar.intervalSeconds === minuteSeconds) learn(bar, record, state, learnt);
      }
      const outputs = [...learnt].flatMap(([symbol, one]) => publish(symbol, one, parts, now));
      const counts = { minutes: learnt.size, predictions: outputs.length, rejected: rejected.length };
      return { state, outputs, rejected, changes: state.takeChanges(), counts };
    },
    tick: () => undefined,
  };
}

interface Learnt {
  readonly forecaster: SymbolForecaster;
  /** The newest bar. */
  readonly record: ConsumedRecord;
}

function learn(bar: Bar, record: ConsumedRecord, state: PartitionState, learnt: Map<string, Learnt>): void {
  const forecaster = state.add(bar);
  if (forecaster === undefined) return;
  for (let count = 0; count < refitsEachBar; count += 1) forecaster.refitNext();
  learnt.set(bar.symbol, { forecaster, record });
}

function publish(
  symbol: string,
  { forecaster, record }: Learnt,
  { targets, topic, board }: ForecastStageParts,
  now: number,
): RawMessage[] {
  board.note(symbol, forecaster, now);
  return predictionsOf(symbol, forecaster, targets, now).map((one) => predictionMessage(topic, one, record));
}

/** The bar in a record, or why there is none. */
function barOf({ key, value }: ConsumedRecord): Bar | MarketError {
  try {
    const bar = decodeBar(value?.toString() ?? '');
    if (key?.toString() === bar.symbol) return bar;
    return new MarketError('BAR_INVALID', `The key of a bar is not its symbol ${bar.symbol}`);
  } catch (error) {
    if (error instanceof MarketError) return error;
    throw error;
  }
}
