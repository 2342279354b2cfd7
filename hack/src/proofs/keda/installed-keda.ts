import { join } from 'node:path';
import { adapterNames } from '@pricecast/crds';
import type { Kubectl } from '../../cluster/kubectl.ts';
import { kubectlOfState } from '../../cluster/kubectl.ts';
import { layoutOf } from '../../cluster/layout.ts';
import { changeValues, release } from '../../deploy/chart.ts';
import { sentenceOf } from '../../failure.ts';
import { stateDirectory } from '../../repository.ts';
import { printLine } from '../../screen.ts';
import { ensureGoTool } from '../../tools/all.ts';
import { cacheDirectory } from '../../tools/cache.ts';
import { keda } from '../../tools/keda.ts';
import { until } from '../pipeline-watch.ts';
import { untilNothingIsLeaving } from '../scratch-namespace.ts';
import { type Specs, sharedApi, specsOf } from './api-services.ts';
import { kedaImage } from './keda-image.ts';
import { kedaManifests } from './keda-manifests.ts';

/** Where its manifests install it. */
export const kedaNamespace = 'keda';
const deployments = ['keda-operator', 'keda-metrics-apiserver', 'keda-admission'];

/** KEDA as its own manifests install it, in the local cluster beside ours. It goes when the proof ends. */
export class InstalledKeda implements AsyncDisposable {
  readonly #kubectl: Kubectl;
  readonly #manifests: string;
  /** The external API as KEDA has made it, before anything of ours was changed. */
  asMade: Specs = {};
  /** What Helm said when ours was upgraded before anybody had told it to keep KEDA's APIService; empty: nothing. */
  refusal = '';

  private constructor(kubectl: Kubectl, manifests: string) {
    this.#kubectl = kubectl;
    this.#manifests = manifests;
  }

  /** Installs KEDA by the steps of docs/adapter.md: the external API is handed over to it. */
  static async open(say: (line: string) => void): Promise<InstalledKeda> {
    const kubectl = kubectlOfState();
    const folder = await ensureGoTool({ cache: cacheDirectory(), say: printLine }, keda);
    const manifests = await kedaManifests(kubectl, folder, await kedaImage(folder));
    const installed = new InstalledKeda(kubectl, manifests);
    try {
      await installed.#install(say);
      return installed;
    } catch (error) {
      await installed[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #install(say: (line: string) => void): Promise<void> {
    const kubectl = this.#kubectl;
    await kubectl(['delete', 'apiservice', sharedApi, '--ignore-not-found']);
    await kubectl(['apply', '--server-side', '--filename', '-'], this.#manifests);
    const waited = deployments.map((name) => `deployment/${name}`);
    await kubectl(['-n', kedaNamespace, 'wait', '--for=condition=Available', '--timeout=240s', ...waited]);
    await kubectl(['wait', '--for=condition=Available', '--timeout=120s', `apiservice/${sharedApi}`]);
    this.asMade = await specsOf(kubectl, [sharedApi]);
    say(`KEDA ${keda.version} serves ${sharedApi}`);
    this.refusal = await upgraded({ 'keda.namespace': kedaNamespace }).then(() => '', sentenceOf);
    await kubectl(['annotate', 'apiservice', sharedApi, 'helm.sh/resource-policy=keep']);
    await upgraded({ 'keda.namespace': kedaNamespace });
    const secret = ['-n', kedaNamespace, 'get', 'secret', adapterNames.kedaClientCertificate];
    await until(
      'certificate of KEDA',
      async () =>
        (await kubectl([...secret, '--ignore-not-found', '-o', 'name'])) === '' ? undefined : true,
      120,
    );
    say('the chart is upgraded, and KEDA has its certificate');
  }

  /** Takes the external API back and has lookups of KEDA's HPAs passed on; the Secret has KEDA's authority. */
  async answerThroughAdapter(caSecret: string): Promise<void> {
    await this.#kubectl(['delete', 'apiservice', sharedApi]);
    const url = `https://keda-metrics-apiserver.${kedaNamespace}.svc`;
    await upgraded({ 'keda.metricsServer.url': url, 'keda.metricsServer.caSecret': caSecret });
    await this.#kubectl(['wait', '--for=condition=Available', '--timeout=120s', `apiservice/${sharedApi}`]);
  }

  /** ScaledObjects have a finalizer that only KEDA takes off, so it stays until they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await untilNothingIsLeaving(this.#kubectl);
    } finally {
      await this.#remove();
    }
  }

  /** While its kinds are still there, what the chart made of them has to go; then the external API is ours again. */
  async #remove(): Promise<void> {
    await this.#kubectl(['delete', 'apiservice', sharedApi, '--ignore-not-found']);
    await upgraded({
      'keda.namespace': '',
      'keda.metricsServer.url': '',
      'keda.metricsServer.caSecret': '',
    });
    const words = ['delete', '--ignore-not-found', '--timeout=180s', '--filename', '-'];
    await this.#kubectl(words, this.#manifests);
    await upgraded({});
  }
}

async function upgraded(values: Readonly<Record<string, string>>): Promise<void> {
  const { bin, kubeconfig } = layoutOf(stateDirectory);
  await changeValues({ helm: join(bin, 'helm'), kubeconfig }, values);
  const operator = ['rollout', 'status', `deployment/${release.name}-operator`, '--timeout=120s'];
  await kubectlOfState()(['-n', release.namespace, ...operator]);
}
