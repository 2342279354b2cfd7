import { stepOf, type Trace } from './trace/trace.ts';

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
}

/**
 * Puts a trace on the clock. Before any row is old enough to be seen, the first is. `observed` are the rows that
 * are seen where they differ from the load that really came, as when samples are lost or wrong.
 */
export function worldOf(trace: Trace, observed: Trace = trace): World {
  const { times } = trace;
  const startsAt = times[0] as number;
  const last = times.length - 1;
  const syncs = Math.floor(((times[last] as number) - startsAt) / syncSeconds) + 1;
  const demand = new Float64Array(syncs);
  const seen = new Int32Array(syncs);
  let [row, old] = [0, 0];
  for (let sync = 0; sync < syncs; sync += 1) {
    const now = startsAt + sync * syncSeconds;
    while (row < last && (times[row + 1] as number) <= now) row += 1;
    while ((observed.times[old + 1] ?? Number.POSITIVE_INFINITY) <= now - metricLagSeconds) old += 1;
    demand[sync] = between(trace, row, now);
    seen[sync] = old;
  }
  return { trace: observed, stepSeconds: stepOf(trace), startsAt, syncs, demand, seen };
}

function between({ times, loads }: Trace, row: number, now: number): number {
  const [at, load] = [times[row] as number, loads[row] as number];
  const next = times[row + 1];
  if (next === undefined) return load;
  return load + (((loads[row + 1] as number) - load) * (now - at)) / (next - at);
}
