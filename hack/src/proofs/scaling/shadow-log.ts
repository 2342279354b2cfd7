import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../proof.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';

/** Both sides at one second: what the rehearsing HPA asks for, and what the acting one has set. */
export interface ShadowSecond {
  readonly second: number;
  /** Pods of the twin, which has none. */
  readonly shadow: number;
  /** Pods that the Deployment of mode Full is asked for. */
  readonly acting: number;
  /** Pods that the Deployment of the rehearsal is asked for. */
  readonly watched: number;
}

/** The two Deployments, the name of the second being that of its scaler as well. */
export interface Sides {
  readonly acting: string;
  readonly watched: string;
}

/**
 * Both HPAs look every 15 s and both scalers decide every 5 s, each at moments of its own, so that of two that agree
 * one may be so much later than the other.
 */
export const apartSeconds = 25;
/** Two forecasts on samples of different moments may differ by a pod. */
const apartPods = 1;

/** Looks at both sides once; `second` is the caller's clock. */
export async function lookAtSides(
  { kubectl }: ScratchNamespace,
  { acting, watched }: Sides,
  second: number,
): Promise<ShadowSecond> {
  const path = 'jsonpath={range .items[*]}{.spec.replicas} {end}';
  const objects = [`deployment/${acting}`, `deployment/${watched}`, `shadowworkload/${watched}-shadow`];
  const [set = 0, own = 0, shadow = 0] = (await kubectl(['get', ...objects, '-o', path]))
    .trim()
    .split(' ')
    .map(Number);
  return { second, shadow, acting: set, watched: own };
}

/** Looks every second until a second of the caller's clock. */
export async function logSides(
  look: (second: number) => Promise<ShadowSecond>,
  { now, until, say }: { now: () => number; until: number; say: (line: string) => void },
): Promise<readonly ShadowSecond[]> {
  const rows: ShadowSecond[] = [];
  while (now() < until) {
    const row = await look(now());
    if (rows.length % 12 === 0)
      say(`${row.second.toFixed(0)} s: shadow ${row.shadow}, mode Full ${row.acting}, own ${row.watched}`);
    rows.push(row);
    await sleep(1_000);
  }
  return rows;
}

/** Whether the shadow did what the Deployment of mode Full did, and the rehearsing one nothing. */
export function judgeSides(rows: readonly ShadowSecond[], own: number): Finding[] {
  const peaks = { shadow: most(rows, 'shadow'), acting: most(rows, 'acting') };
  const fewest = Math.min(...rows.map(({ shadow }) => shadow));
  const odd = rows.filter((row) => !isMatched(row, rows));
  const same = rows.filter(({ shadow, acting }) => shadow === acting).length;
  const others = rows.filter(({ watched }) => watched !== own);
  return [
    {
      what: 'pods of the shadow over the day',
      measured: `${fewest} to ${peaks.shadow}`,
      bound: 'at least threefold',
      holds: rows.length > 0 && peaks.shadow >= 3 * fewest,
    },
    {
      what: 'most pods: shadow, mode Full',
      measured: `${peaks.shadow}, ${peaks.acting}`,
      bound: `at most ${apartPods} apart`,
      holds: Math.abs(peaks.shadow - peaks.acting) <= apartPods,
    },
    {
      what: `looks at which mode Full had no such number within ${apartSeconds} s, give or take a pod`,
      measured: `${odd.length} of ${rows.length}; ${same} were equal at the same moment`,
      bound: '≤ 1 %',
      holds: rows.length > 0 && odd.length <= 0.01 * rows.length,
    },
    {
      what: 'looks at which the rehearsing Deployment had another number than its own HPA sets',
      measured: `${others.length} of ${rows.length}`,
      bound: '0',
      holds: rows.length > 0 && others.length === 0,
    },
  ];
}

const most = (rows: readonly ShadowSecond[], side: 'shadow' | 'acting'): number =>
  Math.max(...rows.map((row) => row[side]));

const isMatched = ({ second, shadow }: ShadowSecond, rows: readonly ShadowSecond[]): boolean => {
  const near = rows.filter((row) => Math.abs(row.second - second) <= apartSeconds);
  const counts = near.map(({ acting }) => acting);
  return shadow >= Math.min(...counts) - apartPods && shadow <= Math.max(...counts) + apartPods;
};
