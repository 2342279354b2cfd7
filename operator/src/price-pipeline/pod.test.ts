import { describe, expect, test } from 'vitest';
import { addressOf, isReady, looksDifferent, projectPod } from './pod.ts';
import { collectorPod, withContainer } from './testing/world.ts';

const pod = collectorPod();
const going = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-02T03:04:05Z' } };

describe('a pod', () => {
  test('is kept without its spec', () => {
    expect(projectPod({ ...pod, spec: { containers: [] } } as typeof pod)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: pod.metadata,
      status: pod.status,
    });
  });

  test('differs when its state does, not when its version does', () => {
    const newer = { ...pod, metadata: { ...pod.metadata, resourceVersion: '9' } };
    expect(looksDifferent(pod, newer)).toBe(false);
    expect(looksDifferent(pod, withContainer(pod, {}))).toBe(true);
    expect(looksDifferent(pod, going)).toBe(true);
  });

  test('can be asked while it runs and stays', () => {
    expect(addressOf(pod)).toBe('10.1.2.3');
    expect(addressOf(going)).toBeUndefined();
    expect(addressOf({ ...pod, status: { phase: 'Pending' } })).toBeUndefined();
  });

  test('is ready when the kubelet says so', () => {
    expect(isReady(pod)).toBe(true);
    expect(isReady(withContainer(pod, {}))).toBe(false);
  });
});
