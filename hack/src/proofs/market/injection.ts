import type { RecordedMinute } from './recorded-bars.ts';

/** An anomaly that is put into recorded minutes. */
export interface AnomalySize {
  /** Move of the close, in standard deviations of a minute: those of the hour or of the day before, the larger. */
  readonly sigmas: number;
  /** Volume, in mean volumes of a minute: of the hour or of the day before, the larger. */
  readonly volumes: number;
}

const minutesOfDay = 1_440;
/** Anomalies are put no closer to midnight than this. */
const margin = 5;

/** Minutes to put anomalies into: one on each day but the first, at random. `random` from 0 up to 1. */
export function placesFor(minutes: readonly RecordedMinute[], random: () => number): readonly number[] {
  const days = Math.floor(minutes.length / minutesOfDay);
  return Array.from({ length: days - 1 }, (_, before) => {
    for (;;) {
      const at = (before + 1) * minutesOfDay + margin + Math.floor(random() * (minutesOfDay - 2 * margin));
      if ((minutes[at]?.volume ?? 0) > 0) return at;
    }
  });
}

/** The minutes with anomalies of this size in these places; after a move prices go on from its end. */
export function inject(
  minutes: readonly RecordedMinute[],
  places: readonly number[],
  { sigmas, volumes }: AnomalySize,
  random: () => number,
): readonly RecordedMinute[] {
  const chosen = new Set(places);
  let level = 1;
  return minutes.map((minute, at) => {
    const before = scaled(minute, level);
    if (!chosen.has(at)) return before;
    const factor = Math.exp((random() < 0.5 ? -1 : 1) * sigmas * usual(minutes, at, deviation));
    level *= factor;
    const close = before.close * factor;
    const volume = Math.max(minute.volume, volumes * usual(minutes, at, meanVolume));
    return { ...before, close, high: Math.max(before.high, close), low: Math.min(before.low, close), volume };
  });
}

function scaled(minute: RecordedMinute, level: number): RecordedMinute {
  const { open, high, low, close } = minute;
  return { ...minute, open: open * level, high: high * level, low: low * level, close: close * level };
}

function usual(
  minutes: readonly RecordedMinute[],
  at: number,
  measure: (past: readonly RecordedMinute[]) => number,
): number {
  return Math.max(...[60, minutesOfDay].map((length) => measure(minutes.slice(at - length, at))));
}

function deviation(past: readonly RecordedMinute[]): number {
  const squares = past.slice(1).map(({ close }, at) => Math.log(close / (past[at]?.close ?? close)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

function meanVolume(past: readonly RecordedMinute[]): number {
  return past.reduce((sum, { volume }) => sum + volume, 0) / past.length;
}
