import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Kubectl, kubectlWith } from '../cluster/kubectl.ts';
import type { Step } from '../cluster/step.ts';
import { UsageError } from '../failure.ts';
import { repositoryRoot } from '../repository.ts';
import type { ClusterTarget } from '../targets/cluster-target.ts';

const folder = join(repositoryRoot, 'crds/samples/valid');

/** Both samples that `up` picks by itself make this object, so that the commands in the README fit either. */
const samplePipeline = 'pricepipeline/btc';

/** File of a sample; a UsageError lists the names that there are. */
export function sampleFile(name: string): string {
  const file = join(folder, `${name}.yaml`);
  if (existsSync(file)) return file;
  const names = readdirSync(folder).map((entry) => basename(entry, '.yaml'));
  throw new UsageError(`there is no sample "${name}"; there are none, ${names.join(', ')}`);
}

/** The sample that fits the machine: live trades where the exchange answers, a synthetic market elsewhere. */
export async function fittingSample(say: (line: string) => void): Promise<string> {
  if (await exchangeAnswers()) return 'btc';
  say('          Binance does not answer from here: the sample uses a synthetic market (btc-replay)');
  return 'btc-replay';
}

/** Whether the default sample was applied before; `up` leaves it as it is then, with what a person changed. */
export async function sampleIsThere(target: ClusterTarget): Promise<boolean> {
  const kubectl = kubectlWith(target.kubectl, target.kubeconfig);
  return (await kubectl(['get', samplePipeline, '--ignore-not-found', '-o', 'name'])) !== '';
}

/** Applies a sample; pipelines then have to get Ready. */
export function sampleSteps(target: ClusterTarget, name: string): readonly Step[] {
  const kubectl = kubectlWith(target.kubectl, target.kubeconfig);
  const file = sampleFile(name);
  const apply = async () => void (await kubectl(['apply', '--server-side', '--force-conflicts', '-f', file]));
  return [
    { name: `sample ${name}`, timeoutSeconds: 60, start: apply },
    readyStep(kubectl, () => kubectl(['get', '-f', file, '-o', 'name'])),
  ];
}

/** Waits for the pipeline that an earlier `up` made. */
export function oldSampleSteps(target: ClusterTarget): readonly Step[] {
  return [readyStep(kubectlWith(target.kubectl, target.kubeconfig), async () => samplePipeline)];
}

/** Scalers are left out: before the adapter exists they answer that they are not Ready, and rightly so. */
function readyStep(kubectl: Kubectl, names: () => Promise<string>): Step {
  const start = async () => {
    const pipelines = (await names()).split('\n').filter((name) => name.startsWith('pricepipeline'));
    if (pipelines.length > 0)
      await kubectl(['wait', '--for=condition=Ready', '--timeout=170s', ...pipelines]);
  };
  return { name: 'pipeline Ready', timeoutSeconds: 180, start };
}

async function exchangeAnswers(): Promise<boolean> {
  try {
    const answer = await fetch('https://data-api.binance.vision/api/v3/ping', {
      signal: AbortSignal.timeout(3000),
    });
    return answer.ok;
  } catch {
    // No answer of any kind is the answer.
    return false;
  }
}
