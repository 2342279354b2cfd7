import { join } from 'node:path';
import { execa } from 'execa';
import { Failure } from '../failure.ts';
import { stateDirectory } from '../repository.ts';
import { layoutOf } from './layout.ts';

/** Runs kubectl against one cluster; its stdout, or a Failure with its stderr when it exits with another code than 0. */
export type Kubectl = (words: readonly string[], input?: string) => Promise<string>;

/** kubectl of the right version with the kubeconfig given. */
export function kubectlWith(program: string, kubeconfig: string): Kubectl {
  return async (words, input) => {
    const result = await execa(program, [...words], {
      reject: false,
      env: { KUBECONFIG: kubeconfig },
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    });
    if (result.exitCode === 0) return result.stdout;
    const reason = result.stderr.trim().split('\n');
    throw new Failure('KUBECTL_FAILED', `kubectl ${words.join(' ')}: ${reason.at(-1) ?? 'no answer'}`, {
      details: reason.slice(0, -1),
    });
  };
}

/** kubectl of the local cluster. */
export function localKubectl(layout: { readonly bin: string; readonly kubeconfig: string }): Kubectl {
  return kubectlWith(join(layout.bin, 'kubectl'), layout.kubeconfig);
}

/** kubectl of the cluster that `hack/up` of this clone runs. */
export const kubectlOfState = (): Kubectl => localKubectl(layoutOf(stateDirectory));
