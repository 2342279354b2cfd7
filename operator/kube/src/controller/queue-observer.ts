import type { KubeMetrics } from '../metrics/kube-metrics.ts';
import type { QueueObserver } from '../queue/work-queue.ts';

/** Counts what a queue does under its controller's name. */
export function queueObserver(name: string, metrics: KubeMetrics): QueueObserver {
  return {
    added: () => metrics.queueAdds.inc({ name }),
    retried: () => metrics.queueRetries.inc({ name }),
    taken: (seconds) => metrics.queueSeconds.observe({ name }, seconds),
    depth: (high, low) => {
      metrics.queueDepth.set({ name, priority: 'high' }, high);
      metrics.queueDepth.set({ name, priority: 'low' }, low);
    },
  };
}
