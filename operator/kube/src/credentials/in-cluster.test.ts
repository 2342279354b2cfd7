import { describe, expect, it } from 'vitest';
import { inClusterServer } from './in-cluster.ts';

describe('inClusterServer', () => {
  it('is where the environment of a pod says', () => {
    expect(inClusterServer({ KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' })).toBe(
      'https://10.96.0.1:443',
    );
  });

  it('puts an IPv6 address into brackets', () => {
    expect(inClusterServer({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' })).toBe(
      'https://[fd00::1]:443',
    );
  });

  it('is unknown outside of a cluster', () => {
    expect(inClusterServer({ KUBERNETES_SERVICE_HOST: '10.96.0.1' })).toBeUndefined();
  });
});
