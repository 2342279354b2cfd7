import { collectDefaultMetrics, Registry } from 'prom-client';

export type { Registry };

/** A registry of its own with the figures of the Node process in it. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
