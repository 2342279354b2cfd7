import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding, ProofContext } from '../../proof.ts';
import { scalerOf } from '../apply-object.ts';
import { until } from '../pipeline-watch.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';
import { importPast, type PastLoad } from './import-past.ts';
import { loadAt } from './load-curve.ts';
import type { PodWatch } from './pod-watch.ts';
import { PostedOrders } from './posted-orders.ts';
import { ScalerView } from './scaler-view.ts';
import { workloadDeployment } from './workload.ts';

/** Days of four minutes, of which the earlier ones are imported from a CSV. */
const curve = { cycleSeconds: 240, quiet: 20, busy: 130, seed: 11 };
const importedCycles = 16;
const startSeconds = 15;
/** The load is followed from a quiet hour over the rise to the first peak. */
const [fromSecond, toSecond] = [12, 125];
const settleSeconds = 40;

/** Orders that a pod handles in a second. */
export const ordersPerPod = 20;

/** Services of somebody else, two pods each. */
export const orderServices = (image: string, ...names: readonly string[]): readonly object[] =>
  names.map((name) =>
    workloadDeployment({
      name,
      image,
      replicas: 2,
      environment: { START_SECONDS: String(startSeconds) },
    }),
  );

/** The scaler of such a service, with parts of its spec replaced. */
export const orderScaler = (name: string, form: object): object =>
  scalerOf(name, {
    maxReplicas: 12,
    mode: 'Full',
    demand: {
      source: 'PodMetrics',
      podMetrics: { port: 8_080, metric: 'orders_total' },
      intervalSeconds: 5,
      seasonsSeconds: [curve.cycleSeconds],
    },
    capacity: { type: 'Fixed', loadPerReplica: String(ordersPerPod) },
    behavior: { scaleDown: { stabilizationWindowSeconds: 30 } },
    ...form,
  });

/** What is followed. */
export interface OrdersScene {
  readonly context: ProofContext;
  readonly scratch: ScratchNamespace;
  readonly pods: PodWatch;
  /** Stage that the scaler has to reach. */
  readonly stage: 'Floor' | 'Full';
}

/** Posts orders as on the days before to the service `orders`, whose scaler was applied, and judges one rise. */
export async function followOrders({ context, scratch, pods, stage }: OrdersScene): Promise<Finding[]> {
  const begin = importedCycles * curve.cycleSeconds + fromSecond;
  await using posted = PostedOrders.begin(pods, 'orders', (second) => loadAt(begin + second, curve));
  context.say(await importPast(scratch.name, 'orders', pastUntil(begin)));
  const view = new ScalerView(scratch, 'orders');
  await until(`stage ${stage}`, async () => ((await view.status()).stage === stage ? true : undefined), 60);
  const seen = await follow(context, pods, posted);
  const rows = (await view.explanation()).decisions;
  const ahead = rows.filter(
    ({ desired, live, reason }) => reason === 'Forecast' && (desired ?? 0) > (live ?? 0),
  );
  const short = seen.filter(({ ready, load }) => ready * ordersPerPod < load).length;
  const loads = seen.map(({ load }) => load);
  return [
    {
      what: 'rise that was followed, orders per second',
      measured: `${Math.min(...loads).toFixed(0)} to ${Math.max(...loads).toFixed(0)}`,
      bound: 'at least threefold',
      holds: Math.max(...loads) >= 3 * Math.min(...loads),
    },
    {
      what: 'decisions that asked for more than the newest sample did',
      measured: `${ahead.length} of ${rows.length}`,
      bound: 'some',
      holds: ahead.length > 0,
    },
    {
      what: 'share of the time in which the Ready pods handled less than arrived',
      measured: `${((100 * short) / seen.length).toFixed(1)} % of ${seen.length} s`,
      bound: '≤ 1 %',
      holds: short <= 0.01 * seen.length,
    },
  ];
}

/** The days before the moment at which the load begins to be posted. */
function pastUntil(begin: number): PastLoad[] {
  const now = Date.now();
  return Array.from({ length: begin / 5 }, (_, index) => {
    const second = index * 5;
    return { at: now + (second - begin) * 1_000, load: loadAt(second, curve) };
  });
}

interface Second {
  readonly ready: number;
  readonly load: number;
}

/** Both sides second by second, from when the scaler has taken hold. */
async function follow(
  { say }: ProofContext,
  pods: PodWatch,
  posted: PostedOrders,
): Promise<readonly Second[]> {
  const seen: Second[] = [];
  for (;;) {
    await sleep(1_000);
    const { second, load } = posted.now;
    if (second + fromSecond > toSecond) return seen;
    const { ready, present } = pods.count('orders');
    if (second >= settleSeconds) seen.push({ ready, load });
    if (Math.floor(second) % 10 === 0)
      say(`${second.toFixed(0)} s: ${load.toFixed(0)} orders/s, ${ready}/${present} pods`);
  }
}
