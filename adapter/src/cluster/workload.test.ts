import { expect, test } from 'vitest';
import { isRolledOut, projectWorkload, type Workload } from './workload.ts';

/** A Deployment as the API server keeps it, with one image and one annotation of its pods. */
const deployed = (
  image: string,
  annotations: Readonly<Record<string, string>> = {},
  more = {},
): Workload => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'checkout', namespace: 'shop', generation: 2 },
  spec: {
    replicas: 3,
    template: { metadata: { annotations }, spec: { containers: [{ image } as object] } },
    ...more,
  },
  status: { observedGeneration: 2, replicas: 3, updatedReplicas: 3 },
});
const digest = (workload: Workload) => projectWorkload(workload).templateDigest;
const restarted = { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' };

test.each([
  ['another image is another template', deployed('shop:2'), false],
  [
    'another annotation is another template, as charts write sums of settings',
    deployed('shop:1', { sum: 'b' }),
    false,
  ],
  ['another number of replicas is none', deployed('shop:1', {}, { replicas: 9 }), true],
  ['a restart is none: the pods are new and serve the same', deployed('shop:1', restarted), true],
])('%s', (_name, changed, isSame) => {
  expect(digest(changed) === digest(deployed('shop:1'))).toBe(isSame);
});

test.each([
  ['all pods are of the template and the controller has seen it', { observedGeneration: 2 }, true],
  ['the controller has not seen the change yet', { observedGeneration: 1 }, false],
  ['a pod is still of the template before', { replicas: 4 }, false],
  ['more pods are on their way, of the same template', { replicas: 5, updatedReplicas: 5 }, true],
])('%s', (_name, status, isOver) => {
  const workload = deployed('shop:1');
  expect(isRolledOut(projectWorkload({ ...workload, status: { ...workload.status, ...status } }))).toBe(
    isOver,
  );
});

test('a workload that no controller has looked at is not rolled out', () => {
  const { status: _, ...unseen } = deployed('shop:1');
  expect(isRolledOut(projectWorkload(unseen))).toBe(false);
});
