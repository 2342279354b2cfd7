import type { Kubectl } from '../cluster/kubectl.ts';
import { until } from './pipeline-watch.ts';

/** A namespace of a proof's own under the restricted Pod Security Standard; it begins to go when the proof ends. */
export interface ScratchNamespace extends AsyncDisposable {
  readonly name: string;
  /** kubectl inside the namespace. */
  readonly kubectl: Kubectl;
}

/**
 * Makes the namespace anew: what an earlier run left under the name is deleted first. Nobody waits for its end, which
 * takes Kubernetes half the grace period of its pods; `untilNothingIsLeaving` is for whoever cannot bear the company.
 */
export async function scratchNamespace(kubectl: Kubectl, name: string): Promise<ScratchNamespace> {
  const remove = (...how: string[]) => kubectl(['delete', 'namespace', name, '--ignore-not-found', ...how]);
  await remove('--timeout=120s');
  await kubectl(['create', 'namespace', name]);
  await kubectl(['label', 'namespace', name, 'pod-security.kubernetes.io/enforce=restricted']);
  return {
    name,
    kubectl: (words, input) => kubectl(['--namespace', name, ...words], input),
    [Symbol.asyncDispose]: async () => void (await remove('--wait=false')),
  };
}

/** Waits until no namespace is on its way out, so that all writes from then on are about what is to stay. */
export async function untilNothingIsLeaving(kubectl: Kubectl): Promise<void> {
  const path = 'jsonpath={.items[?(@.status.phase=="Terminating")].metadata.name}';
  const look = async () => ((await kubectl(['get', 'namespaces', '-o', path])) === '' ? true : undefined);
  await until('no namespace that is going away', look, 120);
}
