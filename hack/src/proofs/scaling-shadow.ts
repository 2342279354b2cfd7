import { prometheusMetrics } from '@pricecast/crds';
import { kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { applyObjects } from './apply-object.ts';
import { leader, operatorNamespace } from './operator-pods.ts';
import { until } from './pipeline-watch.ts';
import { importPast } from './scaling/import-past.ts';
import { wave } from './scaling/known-load.ts';
import { meterObjects, pastOfWave, scalerOn } from './scaling/metered-scaler.ts';
import { sampleImage } from './scaling/sample-image.ts';
import { ScalerView } from './scaling/scaler-view.ts';
import { judgeSides, logSides, lookAtSides, type Sides } from './scaling/shadow-log.ts';
import { workloadDeployment } from './scaling/workload.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

/** Days that both scalers are told of, and how long before the next load the proof begins. */
const [earlierDays, leadInSeconds] = [16, 100];
/** The load is followed from before its begin until its pods are gone again. */
const [fromSecond, toSecond] = [-30, wave.busySeconds + 75];
/** Pods that the own HPA of the rehearsing Deployment keeps at all times: enough that nothing is ever short. */
const ownReplicas = 6;
const startSeconds = 8;

const sides: Sides = { acting: 'acting', watched: 'watched' };
const meter = 'meter';

export const scalingShadow: Proof = {
  name: 'scaling-shadow',
  claim:
    'In mode Observe with a shadow a real HPA asks for the pods that mode Full has at the same load, while the Deployment stays as its own HPA has it; in mode Full nothing of the shadow is left.',
  // It follows a load in real time for minutes; the test run has no room for it.
  needs: ['cluster', 'free-machine'],
  async run(context) {
    const images = { meter: await sampleImage('sample-meter'), service: await sampleImage('sample-service') };
    await using scratch = await scratchNamespace(kubectlOfState(), 'pricecast-proof-shadow');
    const beginMs = Date.now() - (earlierDays * wave.cycleSeconds - leadInSeconds) * 1_000;
    const now = () => (Date.now() - beginMs) / 1_000 - earlierDays * wave.cycleSeconds;
    await applyObjects(
      scratch.kubectl,
      ...meterObjects(meter, images.meter, beginMs),
      ...workloads(images.service),
      ownHpa,
    );
    await begin(context, scratch, beginMs);
    const before = await facesOf(scratch);
    await until('the begin of the day', async () => (now() >= fromSecond ? true : undefined), leadInSeconds);
    const look = (second: number) => lookAtSides(scratch, sides, second);
    const rows = await logSides(look, { now, until: toSecond, say: context.say });
    return [
      ...judgeSides(rows, ownReplicas),
      isUntouched(before, await facesOf(scratch)),
      await isShown(scratch),
      await isGone(scratch),
    ];
  },
};

const workloads = (image: string): readonly object[] =>
  Object.entries({ [sides.acting]: 1, [sides.watched]: ownReplicas }).map(([name, replicas]) =>
    workloadDeployment({ name, image, replicas, environment: { START_SECONDS: String(startSeconds) } }),
  );

/** The HPA of the user, whose pods are his: it always wants the same. */
const ownHpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: sides.watched },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: sides.watched },
    minReplicas: ownReplicas,
    maxReplicas: ownReplicas,
    metrics: [
      {
        type: 'Object',
        object: {
          describedObject: {
            apiVersion: 'pricecast.dev/v1alpha1',
            kind: 'PredictiveScaler',
            name: sides.watched,
          },
          metric: { name: 'pricecast_observed_load' },
          target: { type: 'AverageValue', averageValue: '20' },
        },
      },
    ],
  },
};

/** Makes both scalers, tells them of the days before, and waits until each does what it is there for. */
async function begin({ say }: ProofContext, scratch: ScratchNamespace, beginMs: number): Promise<void> {
  const { kubectl } = scratch;
  await kubectl(['wait', '--for=condition=Available', '--timeout=90s', `deployment/${meter}`]);
  const leadTime = { type: 'Fixed', seconds: 30 };
  const load = { meter, load: 'wave' } as const;
  await applyObjects(
    kubectl,
    scalerOn(sides.acting, load, { leadTime }),
    scalerOn(sides.watched, load, { leadTime, mode: 'Observe', shadow: 'HPA' }),
  );
  for (const name of Object.values(sides)) {
    say(await importPast(scratch.name, name, pastOfWave(beginMs, Date.now())));
  }
  for (const name of Object.values(sides)) {
    const view = new ScalerView(scratch, name);
    const armed = async () => ((await view.condition('Armed'))?.status === 'True' ? true : undefined);
    await until(`${name} is armed`, armed, 90);
  }
  const view = new ScalerView(scratch, sides.watched);
  const rehearses = async () =>
    (await view.condition('ScalerReady'))?.reason === 'Shadowing' ? true : undefined;
  await until('the shadow rehearses', rehearses, 60);
}

/** What a workload and its own HPA are, whatever their status counts. */
interface Face {
  readonly generation: number;
  readonly complaint: string | undefined;
}

/** The rehearsing Deployment and the HPA of its user. */
async function facesOf(scratch: ScratchNamespace): Promise<Face> {
  const path = 'jsonpath={.metadata.generation}';
  const generation = await scratch.kubectl(['get', 'deployment', sides.watched, '-o', path]);
  const active = await new ScalerView(scratch, sides.watched).hpaCondition(sides.watched, 'ScalingActive');
  const complaint = active?.status === 'True' ? undefined : `${active?.reason}: ${active?.message}`;
  return { generation: Number(generation), complaint };
}

const isUntouched = (before: Face, after: Face): Finding => ({
  what: 'spec of the rehearsing Deployment, and its own HPA',
  measured: `generation ${before.generation} → ${after.generation}, ${after.complaint ?? 'ScalingActive'}`,
  bound: 'not written, and goes on',
  holds: before.generation === after.generation && after.complaint === undefined,
});

/** The number is in the status, half a minute later at most, and in the metrics of the operator. */
async function isShown(scratch: ScratchNamespace): Promise<Finding> {
  const read = async () => {
    const { shadow } = await lookAtSides(scratch, sides, 0);
    const path = 'jsonpath={.status.shadow.replicas}';
    const told = Number(await scratch.kubectl(['get', 'predictivescaler', sides.watched, '-o', path]));
    return { shadow, told, exported: await exportedOf(scratch) };
  };
  const agree = async () => {
    const seen = await read();
    return seen.told === seen.shadow && seen.exported === seen.shadow ? seen : undefined;
  };
  const { shadow, told, exported } = await until('one number', agree, 60).catch(read);
  return {
    what: 'the same number: twin, status, metric',
    measured: `${shadow}, ${told}, ${exported ?? 'none'}`,
    bound: 'equal',
    holds: told === shadow && exported === shadow,
  };
}

async function exportedOf({ kubectl, name }: ScratchNamespace): Promise<number | undefined> {
  const pod = await leader(kubectlOfState());
  const path = `/api/v1/namespaces/${operatorNamespace}/pods/${pod}:9090/proxy/metrics`;
  const series = `${prometheusMetrics.shadowReplicas}{namespace="${name}",scaler="${sides.watched}"} `;
  const line = (await kubectl(['get', '--raw', path])).split('\n').find((one) => one.startsWith(series));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

const goneWithinSeconds = 15;

/** The user trusts it: his HPA goes, the scaler acts, and nothing of the shadow stays. */
async function isGone(scratch: ScratchNamespace): Promise<Finding> {
  const { kubectl } = scratch;
  await kubectl(['delete', 'hpa', sides.watched]);
  const patch = JSON.stringify({ spec: { mode: 'Full' } });
  await kubectl(['patch', 'predictivescaler', sides.watched, '--type=merge', '--patch', patch]);
  const begin = performance.now();
  const names = async () =>
    (await kubectl(['get', 'hpa,shadowworkloads', '-o', 'name'])).split('\n').filter(Boolean);
  const wanted = [sides.acting, sides.watched].map((name) => `horizontalpodautoscaler.autoscaling/${name}`);
  const swapped = async () => ((await names()).toSorted().join() === wanted.join() ? true : undefined);
  await until('only the HPAs of mode Full', swapped, goneWithinSeconds).catch(() => undefined);
  const seconds = (performance.now() - begin) / 1_000;
  const left = await names();
  return {
    what: 'HPAs and twins once the scaler is in mode Full',
    measured: `${left.join(', ')} after ${seconds.toFixed(1)} s`,
    bound: `one HPA of mode Full each, no twin, within ${goneWithinSeconds} s`,
    holds: left.toSorted().join() === wanted.join(),
  };
}
