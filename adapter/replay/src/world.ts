import { stepOf, type Trace } from './trace/trace.ts';
import { calm, type Troubles } from './troubles.ts';

/** Seconds between two looks of the HPA. (kube-controller-manager, --horizontal-pod-autoscaler-sync-period) */
export const syncSeconds = 15;
/** Seconds after which a row is seen by those who decide. */
export const metricLagSeconds = 30;

/** A trace on the clock of the replay. */
export interface World {
  /** Rows as those who decide can see them. */
  readonly trace: Trace;
  readonly stepSeconds: number;
  readonly startsAt: number;
  /** Looks of the HPA, one each `syncSeconds` from the first row to the last. */
  readonly syncs: number;
  /** True load at each look: the line between the two rows around it. */
  readonly demand: Float64Array;
  /** Newest row that can be seen at each look. */
  readonly seen: Int32Array;
  readonly troubles: Troubles;
}

/** How a load is seen by those who decide, where that differs from the load that really comes. */
export interface Sight {
  /** Rows as they are seen, as when samples are lost or wrong. */
  readonly rows?: Trace;
  /** Seconds by which rows arrive later than usual. */
  readonly lateSeconds?: number;
  /** Seconds by which the clock that stamps the rows is ahead; negative when it is behind. */
  readonly aheadSeconds?: number;
  readonly troubles?: Troubles;
}

/** Puts a trace on the clock. Before any row is old enough to be seen, the first is. */
export function worldOf(trace: Trace, sight: Sight = {}): World {
  const { rows = trace, lateSeconds = 0, aheadSeconds = 0, troubles = calm } = sight;
  const { times } = trace;
  const lag = metricLagSeconds + lateSeconds;
  const startsAt = times[0] as number;
  const last = times.length - 1;
  const syncs = Math.floor(((times[last] as number) - startsAt) / syncSeconds) + 1;
  const demand = new Float64Array(syncs);
  const seen = new Int32Array(syncs);
  let [row, old] = [0, 0];
  for (let sync = 0; sync < syncs; sync += 1) {
    const now = startsAt + sync * syncSeconds;
    while (row < last && (times[row + 1] as number) <= now) row += 1;
    while ((rows.times[old + 1] ?? Number.POSITIVE_INFINITY) <= now - lag) old += 1;
    demand[sync] = between(trace, row, now);
    seen[sync] = old;
  }
  const seenRows = aheadSeconds === 0 ? rows : stamped(rows, aheadSeconds);
  return { trace: seenRows, stepSeconds: stepOf(trace), startsAt, syncs, demand, seen, troubles };
}

const stamped = ({ times, loads }: Trace, aheadSeconds: number): Trace => ({
  times: times.map((time) => time + aheadSeconds),
  loads,
});

function between({ times, loads }: Trace, row: number, now: number): number {
  const [at, load] = [times[row] as number, loads[row] as number];
  const next = times[row + 1];
  if (next === undefined) return load;
  return load + (((loads[row + 1] as number) - load) * (now - at)) / (next - at);
}
