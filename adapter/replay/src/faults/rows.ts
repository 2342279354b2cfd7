import { picked } from '../trace/part.ts';
import { stepOf, type Trace } from '../trace/trace.ts';

const hour = 3_600;

/** A stretch of time in hours before the last row. */
export interface Stretch {
  readonly from: number;
  readonly hours: number;
}

/** Whether a time lies in a stretch, for the end of a trace. */
export function inStretch({ times }: Trace, { from, hours }: Stretch): (time: number) => boolean {
  const begin = (times.at(-1) ?? 0) - from * hour;
  return (time) => time >= begin && time < begin + hours * hour;
}

/** Changes the rows of a stretch. */
export function changed(stretch: Stretch, change: (load: number, row: number) => number) {
  return (trace: Trace): Trace => {
    const within = inStretch(trace, stretch);
    const { times, loads } = trace;
    return {
      times,
      loads: loads.map((load, row) => (within(times[row] as number) ? change(load, row) : load)),
    };
  };
}

/** Loses the rows of a stretch. */
export function lost(stretch: Stretch) {
  return (trace: Trace): Trace => {
    const within = inStretch(trace, stretch);
    const kept = [...trace.times.keys()].filter((row) => !within(trace.times[row] as number));
    return picked(trace, kept);
  };
}

/**
 * From so many hours before the end on, the load is what it was so many seconds later (earlier when negative); what
 * lies beyond the end is taken from a day before.
 */
export function shifted(from: number, seconds: number) {
  return (trace: Trace): Trace => {
    const { times, loads } = trace;
    const begin = (times.at(-1) ?? 0) - from * hour;
    const step = stepOf(trace);
    const [rows, day] = [Math.round(seconds / step), Math.round((24 * hour) / step)];
    const source = (row: number) => (row + rows < loads.length ? row + rows : row + rows - day);
    return {
      times,
      loads: loads.map((load, row) =>
        (times[row] as number) < begin ? load : (loads[Math.max(0, source(row))] as number),
      ),
    };
  };
}
