import type { Kubectl } from '../cluster/kubectl.ts';

/** A namespace of a proof's own under the restricted Pod Security Standard; it goes when the proof ends. */
export interface ScratchNamespace extends AsyncDisposable {
  readonly name: string;
  /** kubectl inside the namespace. */
  readonly kubectl: Kubectl;
}

/** Makes the namespace anew: what an aborted run left under the name is deleted first. */
export async function scratchNamespace(kubectl: Kubectl, name: string): Promise<ScratchNamespace> {
  const remove = () => kubectl(['delete', 'namespace', name, '--ignore-not-found', '--timeout=120s']);
  await remove();
  await kubectl(['create', 'namespace', name]);
  await kubectl(['label', 'namespace', name, 'pod-security.kubernetes.io/enforce=restricted']);
  return {
    name,
    kubectl: (words, input) => kubectl(['--namespace', name, ...words], input),
    [Symbol.asyncDispose]: async () => void (await remove()),
  };
}
