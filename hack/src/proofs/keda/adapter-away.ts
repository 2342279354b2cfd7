import { setTimeout as sleep } from 'node:timers/promises';
import { adapterNames } from '@pricecast/crds';
import { kubectlOfState } from '../../cluster/kubectl.ts';
import { release } from '../../deploy/chart.ts';
import type { Finding, ProofContext } from '../../proof.ts';
import { until } from '../pipeline-watch.ts';
import { ScalerView } from '../scaling/scaler-view.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';
import { scaled } from './objects.ts';

/** How long nothing may move while KEDA has no numbers. */
const awaySeconds = 30;
/** gRPC waits for up to two minutes between two attempts to connect (grpc/doc/connection-backoff.md). */
const backWithinSeconds = 120;

const hpa = `keda-hpa-${scaled.wave}`;

const scalingActive = (view: ScalerView, status: string, seconds: number) =>
  until(
    `ScalingActive=${status} of ${hpa}`,
    async () => {
      const found = await view.hpaCondition(hpa, 'ScalingActive');
      return found?.status === status ? found : undefined;
    },
    seconds,
  );

/**
 * Stops the adapter under load. KEDA then keeps the pods of every ScaledObject, those with a fallback included: its
 * fallback counts answers that fail, and a scaler that cannot be reached has not even told its metrics
 * (kedacore/keda#8056).
 */
export async function adapterAway({ say }: ProofContext, scratch: ScratchNamespace): Promise<Finding[]> {
  const system = kubectlOfState();
  const scale = (count: number) =>
    system(['-n', release.namespace, 'scale', `deployment/${adapterNames.workload}`, `--replicas=${count}`]);
  const view = new ScalerView(scratch, scaled.wave);
  await scale(0);
  try {
    const told = await scalingActive(view, 'False', 120).catch(() => undefined);
    say(`without adapter: ${told?.reason ?? 'the HPA did not notice'}: ${told?.message ?? ''}`);
    const kept = await replicasWhileAway(view);
    return [...kept, await backAgain(view, () => scale(1))];
  } finally {
    await scale(1);
  }
}

/** Replicas that Deployments are asked for while there are no numbers. */
async function replicasWhileAway(view: ScalerView): Promise<Finding[]> {
  const seen = { [scaled.wave]: new Set<number>(), [scaled.reserve]: new Set<number>() };
  for (let second = 0; second < awaySeconds; second += 2) {
    for (const [name, counts] of Object.entries(seen)) counts.add(await view.replicasOf(name));
    await sleep(2_000);
  }
  return Object.entries(seen).map(([name, counts]) => ({
    what: `replicas without adapter over ${awaySeconds} s, ${name === scaled.reserve ? 'with' : 'without'} a fallback`,
    measured: [...counts].join(', '),
    bound: 'one count, at least 1',
    holds: counts.size === 1 && !counts.has(0),
  }));
}

async function backAgain(view: ScalerView, start: () => Promise<unknown>): Promise<Finding> {
  await start();
  const began = performance.now();
  const active = await scalingActive(view, 'True', backWithinSeconds).catch(() => undefined);
  const seconds = (performance.now() - began) / 1_000;
  return {
    what: 'KEDA has its numbers again after the adapter was started',
    measured: `${active === undefined ? 'not within ' : ''}${seconds.toFixed(1)} s`,
    bound: `≤ ${backWithinSeconds} s`,
    holds: active !== undefined,
  };
}
