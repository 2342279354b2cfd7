import type { KubeMetrics } from '../metrics/kube-metrics.ts';
import { KubeError } from './kube-error.ts';
import { type KubeRequest, requestLabels } from './request.ts';
import type { Transport } from './transport.ts';

/** Counts every attempt by verb, resource and how it ended. */
export function counted(inner: Transport, metrics: KubeMetrics): Transport {
  const count = async <T>(request: KubeRequest, answer: Promise<T>): Promise<T> => {
    const labels = requestLabels(request);
    try {
      const value = await answer;
      metrics.requests.inc({ ...labels, code: '2xx' });
      return value;
    } catch (error) {
      const code = error instanceof KubeError ? String(error.status ?? error.code) : 'unknown';
      metrics.requests.inc({ ...labels, code });
      throw error;
    }
  };
  return {
    send: (request) => count(request, inner.send(request)),
    open: (request) => count(request, inner.open(request)),
  };
}
