import { ForecastError } from '../forecast-error.ts';
import { counterSign } from './counter.ts';
import { driftIn } from './drift.ts';
import { type LevelShift, levelShiftIn } from './level-shift.ts';

/** What was noticed about a history before anything is fitted to it. */
export interface HistoryNotes {
  readonly shift: LevelShift | undefined;
  /** Sentences for an operator. */
  readonly notes: readonly string[];
  /** Set when the history must not be forecast. */
  readonly refusal: ForecastError | undefined;
}

/** Share of missing values from which on it is said. */
const notableGaps = 0.05;
/** Steps of the season that stands in for one where there is none: a tenth of the history, and 24 or more. */
const standIn = (length: number) => Math.max(24, Math.floor(length / 10));

/** Looks at a history, NaN where missing, with its shortest season in steps. */
export function notesOn(values: Float64Array, season: number | undefined): HistoryNotes {
  const period = season ?? standIn(values.length);
  const sign = counterSign(values);
  const shift = levelShiftIn(values, period);
  const drift = shift === undefined ? driftIn(values, period) : undefined;
  const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0) / values.length;
  const notes = [
    ...(sign === undefined
      ? []
      : ['the values never fall, as those of a counter; forecast its rate instead']),
    ...(shift === undefined ? [] : [shiftNote(shift, values.length)]),
    ...(drift === undefined
      ? []
      : [`drift: the level changes by ${percent(drift.perSeason)} every ${round(period)} steps`]),
    ...(missing < notableGaps
      ? []
      : [`gaps: ${percent(missing)} of the values are missing; none was taken for zero`]),
  ];
  return {
    shift,
    notes,
    refusal: sign !== undefined && sign.resets > 0 ? refusalOf(sign.resets) : undefined,
  };
}

function refusalOf(resets: number): ForecastError {
  const times = resets === 1 ? 'once' : `${resets} times`;
  return new ForecastError(
    'COUNTER_RESET',
    `the values are those of a counter that began again ${times}; give its rate (in PromQL: rate(…)) instead`,
  );
}

function shiftNote({ at, factor, offset }: LevelShift, length: number): string {
  const change = offset === 0 ? percent(factor - 1) : round(offset);
  return `level shift: ${length - at} steps ago the level changed by ${change}; what lies before is moved to the new level`;
}

const round = (value: number) => String(Number(value.toPrecision(3)));
const percent = (share: number) => `${round(100 * share)} %`;
