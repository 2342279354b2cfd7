import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kubectl } from '../cluster/kubectl.ts';
import { repositoryRoot } from '../repository.ts';

/** Applies a sample of crds/samples/valid in the namespace of the kubectl given. */
export async function applySample(kubectl: Kubectl, sample: string): Promise<void> {
  const text = await readFile(join(repositoryRoot, 'crds/samples/valid', `${sample}.yaml`), 'utf8');
  await kubectl(['apply', '--filename', '-'], text);
}

/** Waits until a pipeline says Ready; kubectl's own sentence is the error. */
export async function waitReady(kubectl: Kubectl, pipeline: string, seconds = 120): Promise<void> {
  await kubectl(['wait', '--for=condition=Ready', `pricepipeline/${pipeline}`, `--timeout=${seconds}s`]);
}
