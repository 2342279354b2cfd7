import type { Trace } from './trace/trace.ts';
import { type World, worldOf } from './world.ts';

/** Something that goes wrong with a load or with what is seen of it. */
export interface Fault {
  readonly name: string;
  /** The load that really comes. */
  readonly real: (trace: Trace) => Trace;
  /** The rows that are seen of it. */
  readonly seen: (real: Trace) => Trace;
}

const same = (trace: Trace): Trace => trace;
const hour = 3_600;

/** Changes the rows from some hours before the end on, for as many hours as are given. */
function changed(hoursBeforeEnd: number, hours: number, change: (load: number, row: number) => number) {
  return ({ times, loads }: Trace): Trace => {
    const from = (times.at(-1) ?? 0) - hoursBeforeEnd * hour;
    const within = (row: number) =>
      (times[row] as number) >= from && (times[row] as number) < from + hours * hour;
    return { times, loads: loads.map((load, row) => (within(row) ? change(load, row) : load)) };
  };
}

/** Loses the rows from some hours before the end on, for as many hours as are given. */
function lost(hoursBeforeEnd: number, hours: number) {
  return ({ times, loads }: Trace): Trace => {
    const from = (times.at(-1) ?? 0) - hoursBeforeEnd * hour;
    const kept = [...times.keys()].filter(
      (row) => (times[row] as number) < from || (times[row] as number) >= from + hours * hour,
    );
    return {
      times: Float64Array.from(kept, (row) => times[row] as number),
      loads: Float64Array.from(kept, (row) => loads[row] as number),
    };
  };
}

/** Rows stamped so many seconds late. */
const late =
  (seconds: number) =>
  ({ times, loads }: Trace): Trace => ({ times: times.map((time) => time + seconds), loads });

/** Faults that a scaler has to bear without being worse than a plain HPA. */
export const faults: readonly Fault[] = [
  { name: 'samples are lost for two hours', real: same, seen: lost(10, 2) },
  { name: 'zeros stand for lost samples for ten minutes', real: same, seen: changed(10, 1 / 6, () => 0) },
  { name: 'ten times the load for five minutes', real: changed(10, 1 / 12, (load) => 10 * load), seen: same },
  { name: 'twice the load from a deploy on', real: changed(12, 12, (load) => 2 * load), seen: same },
  { name: 'half the load from a deploy on', real: changed(12, 12, (load) => load / 2), seen: same },
  { name: 'a quiet holiday', real: changed(20, 20, (load) => 0.3 * load), seen: same },
  { name: 'clocks that differ by two minutes', real: same, seen: late(120) },
];

/** A world in which a fault happens to a load. */
export function faulty(trace: Trace, { real, seen }: Fault): World {
  const load = real(trace);
  return worldOf(load, seen(load));
}
