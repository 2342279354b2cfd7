import { setTimeout as sleep } from 'node:timers/promises';
import { adapterNames, scalingMetrics } from '@pricecast/crds';
import { kubectlOfState } from '../../cluster/kubectl.ts';
import { release } from '../../deploy/chart.ts';
import type { Finding, ProofContext } from '../../proof.ts';
import { until } from '../pipeline-watch.ts';
import { ScalerView } from '../scaling/scaler-view.ts';
import { quantityNumber } from '../scaling/served-metrics.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';
import { sharedApi, specsOf } from './api-services.ts';
import { type InstalledKeda, kedaNamespace } from './installed-keda.ts';
import { scaled } from './objects.ts';

const authoritySecret = 'keda-metrics-ca';
/** How long KEDA is given to take the API back. */
const watchedSeconds = 30;

/** The external API becomes ours with KEDA behind it: lookups of both are answered, and KEDA leaves it alone. */
export async function routed(
  { say }: ProofContext,
  scratch: ScratchNamespace,
  keda: InstalledKeda,
): Promise<Finding[]> {
  await leaveApiServicesAlone();
  await knowAuthority();
  await keda.answerThroughAdapter(authoritySecret);
  say(`${sharedApi} is ours, and KEDA answers through it`);
  const kubectl = kubectlOfState();
  const before = await specsOf(kubectl, [sharedApi]);
  await sleep(watchedSeconds * 1_000);
  const answered = await bothAnswered(scratch);
  const after = await specsOf(kubectl, [sharedApi]);
  const isSame = before[sharedApi] === after[sharedApi];
  return [
    answered,
    {
      what: `the API ${watchedSeconds} s after KEDA was told to leave it alone`,
      measured: isSame ? 'as it was' : `changed to ${after[sharedApi]}`,
      bound: `as it was, and leading to ${adapterNames.workload}`,
      holds: isSame && (after[sharedApi] ?? '').includes(adapterNames.workload),
    },
  ];
}

/** What an HPA of KEDA's asks, and what a person would write in an HPA of ours; both about the same scaler. */
async function bothAnswered(scratch: ScratchNamespace): Promise<Finding> {
  const view = new ScalerView(scratch, scaled.reserve);
  const hpa = `keda-hpa-${scaled.reserve}`;
  const external = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${scratch.name}`;
  const { desiredReplicas: metric } = scalingMetrics;
  const ofKeda = `${external}/s0-${metric}?labelSelector=scaledobject.keda.sh%2Fname%3D${scaled.reserve}`;
  const ofOurs = `${external}/${metric}?labelSelector=scaler%3D${scaled.reserve}`;
  const [theirs, ours] = [await valueAt(view, ofKeda), await valueAt(view, ofOurs)];
  const active = await view.hpaCondition(hpa, 'ScalingActive');
  return {
    what: 'one API for both: pods wanted by the lookup of KEDA, and by one of ours',
    measured: `${theirs} and ${ours}, ScalingActive=${active?.status} (${active?.reason}) of ${hpa}`,
    bound: 'both answered, and equal',
    holds: theirs > 0 && theirs === ours && active?.status === 'True',
  };
}

/** KEDA 2.20 writes its own authority into that APIService unless it is told not to. */
async function leaveApiServicesAlone(): Promise<void> {
  const kubectl = kubectlOfState();
  const flag = '--enable-apiservice-patching=false';
  const patch = [{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value: flag }];
  const operator = ['-n', kedaNamespace, 'patch', 'deployment', 'keda-operator', '--type=json'];
  await kubectl([...operator, '--patch', JSON.stringify(patch)]);
  await kubectl(['-n', kedaNamespace, 'rollout', 'status', 'deployment/keda-operator', '--timeout=120s']);
}

/** What docs/adapter.md tells people to do: the authority, and nothing else, out of the Secret that has its key. */
async function knowAuthority(): Promise<void> {
  const kubectl = kubectlOfState();
  const path = ['-o', 'jsonpath={.data.ca\\.crt}'];
  const authority = await kubectl(['-n', kedaNamespace, 'get', 'secret', 'kedaorg-certs', ...path]);
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: authoritySecret, namespace: release.namespace },
    data: { 'ca.crt': authority },
  };
  await kubectl(['apply', '--server-side', '--filename', '-'], JSON.stringify(secret));
}

interface Values {
  readonly items: readonly { readonly value: string }[];
}

/** The one value under a path, once there is one: an adapter that has just started has to decide first. */
const valueAt = (view: ScalerView, path: string): Promise<number> =>
  until(path, async () => {
    const { items } = await view.raw<Values>(path).catch((): Values => ({ items: [] }));
    const [item, ...others] = items;
    return item === undefined || others.length > 0 ? undefined : quantityNumber(item.value);
  });
