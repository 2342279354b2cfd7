import { expect, test } from 'vitest';
import { controlPlane, kubernetesVersion } from './control-plane.ts';

test('the version of Kubernetes is read from go.mod', () => {
  expect(kubernetesVersion('require (\n\tk8s.io/kubectl v0.36.2\n\tk8s.io/kubernetes v1.36.2\n)\n')).toBe(
    'v1.36.2',
  );
  expect(() => kubernetesVersion('module x\n')).toThrow('requires no version of k8s.io/kubernetes');
});

test('the tool carries that version', () => {
  expect(controlPlane().version).toMatch(/^1\.\d+\.\d+$/);
});
