import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../proof.ts';
import { until } from '../pipeline-watch.ts';
import { ScalerView } from '../scaling/scaler-view.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';
import { scaled, steadyReplicas } from './objects.ts';

const hpaOf = { HPA: scaled.steady, KEDA: `keda-hpa-${scaled.steady}` } as const;
/** How long is looked on after the other one has taken over: one look of an HPA and some. */
const lookOnSeconds = 20;

/** Waits until the HPA that scales the steady Deployment has its numbers. */
export const scalesBy = (view: ScalerView, scaler: keyof typeof hpaOf, seconds = 120) =>
  until(
    `ScalingActive of ${hpaOf[scaler]}`,
    async () =>
      (await view.hpaCondition(hpaOf[scaler], 'ScalingActive'))?.status === 'True' ? true : undefined,
    seconds,
  );

/** Changes who scales the steady Deployment, and looks at its replicas meanwhile. */
export async function handedOver(scratch: ScratchNamespace, to: keyof typeof hpaOf): Promise<Finding> {
  const view = new ScalerView(scratch, scaled.steady);
  const seen = new Set<number>();
  let [isOver, tookOver] = [false, false];
  const looking = (async () => {
    while (!isOver) {
      seen.add(await view.replicasOf(scaled.steady));
      await sleep(500);
    }
  })();
  try {
    const patch = JSON.stringify({ spec: { scaler: to } });
    await scratch.kubectl(['patch', 'predictivescaler', scaled.steady, '--type=merge', '--patch', patch]);
    tookOver = await scalesBy(view, to).catch(() => false);
    await sleep(lookOnSeconds * 1_000);
  } finally {
    isOver = true;
    await looking;
  }
  const left = await scratch.kubectl(['get', 'hpa', '-o', 'name']);
  const other = `horizontalpodautoscaler.autoscaling/${hpaOf[to === 'KEDA' ? 'HPA' : 'KEDA']}`;
  const isOtherThere = left.split('\n').includes(other);
  return {
    what: `replicas while the scaler was changed to ${to}`,
    measured: `${[...seen].join(', ')}, ${tookOver ? 'taken over' : 'not taken over'}, other HPA ${isOtherThere ? 'there' : 'gone'}`,
    bound: `${steadyReplicas} throughout, taken over, the other HPA gone`,
    holds: seen.size === 1 && seen.has(steadyReplicas) && tookOver && !isOtherThere,
  };
}
