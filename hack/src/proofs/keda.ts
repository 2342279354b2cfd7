import { kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { applyObjects } from './apply-object.ts';
import { adapterAway } from './keda/adapter-away.ts';
import { AvailabilityWatch, ourApis, sharedApi, specsOf, unchanged } from './keda/api-services.ts';
import { everyMethodAnswered } from './keda/calls.ts';
import { fallenBack } from './keda/fallen-back.ts';
import { handedOver, scalesBy } from './keda/hand-over.ts';
import { InstalledKeda } from './keda/installed-keda.ts';
import { meters, ownScaledObject, scaled, scaledDeployments } from './keda/objects.ts';
import { routed } from './keda/routed.ts';
import { asleepAgain, asleepBy, type WaveDay, WaveLog, wokenAhead } from './keda/wave-log.ts';
import { until } from './pipeline-watch.ts';
import { importPast } from './scaling/import-past.ts';
import { wave } from './scaling/known-load.ts';
import { meterObjects, pastOfWave, scalerOn } from './scaling/metered-scaler.ts';
import { PodWatch } from './scaling/pod-watch.ts';
import { sampleImage } from './scaling/sample-image.ts';
import { ScalerView } from './scaling/scaler-view.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

/** Days that the scaler is told of, and how long before the next load the proof begins. */
const [earlierDays, leadInSeconds] = [16, 110];
/** Second of the load at which the adapter is taken away. */
const awayAt = 20;

export const kedaProof: Proof = {
  name: 'keda',
  claim:
    'KEDA wakes a Deployment before a known load and puts it to sleep after it, holds its pods while the adapter is away, takes the fallback of a ScaledObject while there are no numbers, and neither changes the metric APIs of the other.',
  // It follows a day of nine minutes, and before the first time builds KEDA for eight more.
  needs: ['cluster', 'free-machine'],
  async run(context) {
    const kubectl = kubectlOfState();
    const images = { meter: await sampleImage('sample-meter'), service: await sampleImage('sample-service') };
    const ours = await specsOf(kubectl, ourApis);
    await using oursSeen = AvailabilityWatch.begin(kubectl, ...ourApis);
    await using keda = await InstalledKeda.open(context.say);
    await using kedasSeen = AvailabilityWatch.begin(kubectl, sharedApi);
    await using scratch = await scratchNamespace(kubectl, 'pricecast-proof-keda');
    const told = teller(context);
    const upgraded = told([refused(keda.refusal)]);
    const scaledAhead = await scaledByKeda(context, { scratch, images, oursSeen });
    const beside = told([
      await everyMethodAnswered(kubectl),
      unchanged({ ...ours, ...keda.asMade }, await specsOf(kubectl, [...ourApis, sharedApi])),
      oursSeen.finding('one of ours, the adapter being there,'),
      kedasSeen.finding("KEDA's"),
    ]);
    const behind = told(await bothThroughOurs(context, scratch, keda, { oursSeen, kedasSeen }));
    return [...scaledAhead, ...upgraded, ...beside, ...behind];
  },
};

/** The last mode of coexistence, in which KEDA's APIService goes. */
const bothThroughOurs = (
  context: ProofContext,
  scratch: ScratchNamespace,
  keda: InstalledKeda,
  { oursSeen, kedasSeen }: Readonly<Record<'oursSeen' | 'kedasSeen', AvailabilityWatch>>,
): Promise<readonly Finding[]> =>
  oursSeen.lookingAway(() => kedasSeen.lookingAway(() => routed(context, scratch, keda)));

interface Scene {
  readonly scratch: ScratchNamespace;
  readonly images: { readonly meter: string; readonly service: string };
  readonly oursSeen: AvailabilityWatch;
}

const refused = (refusal: string): Finding => ({
  what: "upgrade of the chart that would delete KEDA's APIService as its own leftover",
  measured: refusal === '' ? 'done' : refusal,
  bound: 'refused, with the command that lets it through',
  holds: refusal.includes('helm.sh/resource-policy=keep'),
});

/** Tells findings as they come: a person who waits for fifteen minutes wants to know how it goes. */
const teller =
  ({ say }: ProofContext) =>
  (findings: readonly Finding[]): readonly Finding[] => {
    for (const { what, measured } of findings) say(`${what}: ${measured}`);
    return findings;
  };

async function scaledByKeda(context: ProofContext, scene: Scene): Promise<Finding[]> {
  const { scratch, oursSeen } = scene;
  const beginMs = Date.now() - (earlierDays * wave.cycleSeconds - leadInSeconds) * 1_000;
  const day: WaveDay = { beginMs, day: earlierDays };
  await using pods = await PodWatch.open(scratch.name);
  await using log = WaveLog.begin(pods, day, context.say);
  await begin(context, scene, beginMs);
  const told = teller(context);
  const toKeda = told([await handedOver(scratch, 'KEDA')]);
  await log.until(awayAt, context.signal);
  const woken = told(wokenAhead(log.rows, awayAt));
  const away = told(await oursSeen.lookingAway(() => adapterAway(context, scratch)));
  const [toHpa, fellBack] = await Promise.all([handedOver(scratch, 'HPA'), fallenBack(scratch)]);
  told([toHpa, ...fellBack]);
  await log.untilAsleep(asleepBy, context.signal);
  const asleep = told([asleepAgain(log.rows)]);
  return [...woken, ...asleep, ...away, ...fellBack, ...toKeda, toHpa];
}

/** Makes everything that is scaled, and waits until each scaler does what it is there for. */
async function begin({ say }: ProofContext, { scratch, images }: Scene, beginMs: number): Promise<void> {
  const { kubectl } = scratch;
  const telling = Object.values(meters).flatMap((name) => meterObjects(name, images.meter, beginMs));
  await applyObjects(kubectl, ...telling, ...scaledDeployments(images.service));
  const waited = Object.values(meters).map((name) => `deployment/${name}`);
  await kubectl(['wait', '--for=condition=Available', '--timeout=90s', ...waited]);
  await applyObjects(
    kubectl,
    scalerOn(scaled.wave, { meter: meters.all, load: 'wave' }, { scaler: 'KEDA', minReplicas: 0 }),
    scalerOn(scaled.steady, { meter: meters.all, load: 'steady' }, { scaler: 'HPA' }),
    scalerOn(scaled.reserve, { meter: meters.reserve, load: 'steady' }, { scaler: 'None' }),
    ownScaledObject(scaled.reserve),
  );
  say(await importPast(scratch.name, scaled.wave, pastOfWave(beginMs, Date.now())));
  const view = new ScalerView(scratch, scaled.wave);
  await until('stage Full', async () => ((await view.status()).stage === 'Full' ? true : undefined), 90);
  await scalesBy(new ScalerView(scratch, scaled.steady), 'HPA');
}
