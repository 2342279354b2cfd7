import { type Dispatcher, request } from 'undici';
import { readUpTo } from '../http/read-up-to.ts';
import { longestMetrics, sumOfMetric } from './metrics-text.ts';
import type { AskPod } from './pod-metrics-source.ts';

/** Where pods serve their metrics. */
export interface PodEndpoint {
  readonly port: number;
  readonly path: string;
  readonly metric: string;
}

/** Longest time for one pod, in milliseconds. */
const deadlineMs = 3_000;

/** Asks a pod by its address. Redirects are not followed: a pod must not send us elsewhere. */
export function askPodBy(dispatcher: Dispatcher, { port, path, metric }: PodEndpoint): AskPod {
  return async ({ address, isOpen }, signal) => {
    if (!isOpen) return "it is on the network of its node, which the administrator's list does not open";
    try {
      const host = address.includes(':') ? `[${address}]` : address;
      const { statusCode, body } = await request(`http://${host}:${port}${path}`, {
        dispatcher,
        signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
        headers: { accept: 'text/plain;version=0.0.4' },
      });
      const text = await readUpTo(body, longestMetrics);
      if (statusCode !== 200) return `port ${port} answered ${path} with status ${statusCode}`;
      if (text === undefined) return `the metrics are longer than ${longestMetrics} characters`;
      return sumOfMetric(text, metric) ?? `${path} has no readable metric ${metric}`;
    } catch (error) {
      return `port ${port} does not answer: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}
