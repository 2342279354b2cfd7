import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { livingRecord, startDaemon, stopDaemon } from '../../cluster/daemon.ts';
import { answersOk } from '../../cluster/health.ts';
import type { Kubectl } from '../../cluster/kubectl.ts';
import { layoutOf } from '../../cluster/layout.ts';
import { endpoint, network, ports } from '../../cluster/network.ts';
import { kubelet } from '../../cluster/node-daemons.ts';
import { Failure } from '../../failure.ts';
import type { Finding } from '../../proof.ts';
import { stateDirectory } from '../../repository.ts';
import { printLine } from '../../screen.ts';
import { cacheDirectory } from '../../tools/cache.ts';
import { controlPlane } from '../../tools/control-plane.ts';
import { ensureTool } from '../../tools/tool.ts';
import { applyObjects } from '../apply-object.ts';
import { until } from '../pipeline-watch.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';
import { adapterPods } from './adapter-pods.ts';

const mebibyte = 2 ** 20;
/** Memory that the node has left over what it wants to keep free, and what the hog takes; in MiB. */
const [marginMebibytes, hogMebibytes] = [1_024, 2_560];
const layout = layoutOf(stateDirectory);
const file = join(layout.config, 'kubelet.yaml');

/** Lets the node run short of memory by a pod that takes more than it asked for, and sees who has to go. */
export async function underPressure(
  kubectl: Kubectl,
  scratch: ScratchNamespace,
  image: string,
): Promise<Finding> {
  const before = await adapterPods(kubectl);
  const usual = await readFile(file, 'utf8');
  const wanted = (await freeMebibytes(kubectl)) - marginMebibytes;
  try {
    await restartKubelet(evictingBelow(usual, wanted));
    await applyObjects(scratch.kubectl, hog(image));
    const pressed = await until('pressure', async () => ((await isPressed(kubectl)) ? true : undefined), 90)
      .then(() => true)
      .catch(() => false);
    const gone = await until('eviction of the hog', () => evicted(scratch), 120).catch(() => 'nobody');
    // Long enough for a second one to be picked, if there were a reason.
    await sleep(30_000);
    return stayed(before, await adapterPods(kubectl), { pressed, gone });
  } finally {
    await scratch.kubectl(['delete', 'pod', 'hog', '--ignore-not-found', '--grace-period=1']);
    await restartKubelet(usual);
    const calm = async () => ((await isPressed(kubectl)) ? undefined : true);
    await until('end of the pressure', calm, 120);
  }
}

function stayed(
  before: Awaited<ReturnType<typeof adapterPods>>,
  after: Awaited<ReturnType<typeof adapterPods>>,
  { pressed, gone }: { readonly pressed: boolean; readonly gone: string },
): Finding {
  const isSame = (uid: string, restarts: number) =>
    after.some((pod) => pod.uid === uid && pod.restarts === restarts);
  const stays = before.filter(({ uid, restarts }) => isSame(uid, restarts));
  return {
    what: 'adapters that stay on a node that is short of memory',
    measured: `${stays.length} of ${before.length}, MemoryPressure ${pressed ? 'seen' : 'not seen'}, evicted: ${gone}`,
    bound: 'all of them, and the pod that takes too much is evicted',
    holds: before.length > 0 && stays.length === before.length && pressed && gone === 'hog',
  };
}

/** Asks for nothing and takes much, as soon as it runs. */
const hog = (image: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'hog' },
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'hog',
        image,
        imagePullPolicy: 'IfNotPresent',
        command: [
          'node',
          '-e',
          `const held = []; for (let i = 0; i < ${hogMebibytes / 64}; i += 1) held.push(Buffer.alloc(${64 * mebibyte}, 1)); setInterval(() => held.length, 1000);`,
        ],
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  },
});

async function evicted(scratch: ScratchNamespace): Promise<string | undefined> {
  const path = 'jsonpath={.status.phase} {.status.reason}';
  const told = await scratch.kubectl(['get', 'pod', 'hog', '-o', path]);
  return told === 'Failed Evicted' ? 'hog' : undefined;
}

async function isPressed(kubectl: Kubectl): Promise<boolean> {
  const path = 'jsonpath={.status.conditions[?(@.type=="MemoryPressure")].status}';
  return (await kubectl(['get', 'node', network.nodeName, '-o', path])) === 'True';
}

/** Memory that the kubelet would count as free now. */
async function freeMebibytes(kubectl: Kubectl): Promise<number> {
  const summary: { readonly node: { readonly memory: { readonly availableBytes: number } } } = JSON.parse(
    await kubectl(['get', '--raw', `/api/v1/nodes/${network.nodeName}/proxy/stats/summary`]),
  );
  return Math.floor(summary.node.memory.availableBytes / mebibyte);
}

/** The kubelet's configuration with a bound below which it evicts, and with a short memory of having been there. */
function evictingBelow(configuration: string, mebibytes: number): string {
  const settings = parse(configuration);
  return stringify({
    ...settings,
    evictionHard: { ...settings.evictionHard, 'memory.available': `${mebibytes}Mi` },
    evictionPressureTransitionPeriod: '10s',
  });
}

/** Pods run on meanwhile. */
async function restartKubelet(configuration: string): Promise<void> {
  const shelf = { cache: cacheDirectory(), say: printLine };
  const programs = join(await ensureTool(shelf, controlPlane()), 'bin');
  const daemon = kubelet({ layout, programs }, configuration);
  const running = await livingRecord(layout, daemon);
  if (running === undefined) throw new Failure('NO_LOCAL_CLUSTER', 'no kubelet of this clone runs here');
  await writeFile(file, configuration);
  await stopDaemon(layout, daemon.name, running);
  await startDaemon(layout, daemon);
  const health = `http://${endpoint(ports.kubeletHealth)}/healthz`;
  await until('the kubelet', async () => ((await answersOk(health)) === true ? true : undefined), 60);
}
