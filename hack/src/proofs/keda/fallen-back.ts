import type { Finding } from '../../proof.ts';
import { until } from '../pipeline-watch.ts';
import { ScalerView } from '../scaling/scaler-view.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';
import { meters, reserve, scaled } from './objects.ts';

/** Three failures of KEDA's own looks, and as long again for pods and the window for fewer. */
const waitedSeconds = 180;

/** Silences the meter of the ScaledObject that has a fallback: the adapter is there and has no number to give. */
export async function fallenBack(scratch: ScratchNamespace): Promise<Finding[]> {
  const view = new ScalerView(scratch, scaled.reserve);
  const tell = (count: number) =>
    scratch.kubectl(['scale', `deployment/${meters.reserve}`, `--replicas=${count}`]);
  await tell(0);
  const taken = await replicasReach(view, reserve.fallback);
  const condition = await view.conditionAt(`scaledobject/${scaled.reserve}`, 'Fallback');
  await tell(1);
  const after = await replicasReach(view, reserve.usual);
  return [
    {
      what: 'replicas of a ScaledObject with a fallback, while its scaler has no numbers',
      measured: `${taken} (condition Fallback ${condition?.status})`,
      bound: `${reserve.fallback}, from ${reserve.usual}`,
      holds: taken === reserve.fallback && condition?.status === 'True',
    },
    {
      what: 'its replicas once there are numbers again',
      measured: String(after),
      bound: String(reserve.usual),
      holds: after === reserve.usual,
    },
  ];
}

/** Replicas of the Deployment once they are as wanted, or those that they are when time is up. */
const replicasReach = (view: ScalerView, wanted: number): Promise<number> =>
  until(
    `${wanted} replicas of ${scaled.reserve}`,
    async () => ((await view.replicasOf(scaled.reserve)) === wanted ? wanted : undefined),
    waitedSeconds,
  ).catch(() => view.replicasOf(scaled.reserve));
