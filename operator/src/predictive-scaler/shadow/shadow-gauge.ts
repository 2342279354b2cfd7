import { predictiveScalerKind, prometheusMetrics } from '@pricecast/crds';
import { controllerOf } from '@pricecast/kube';
import type { Registry } from '@pricecast/runtime';
import { Gauge } from 'prom-client';
import type { LiveTwin } from './live-shadow.ts';

/** Shows the pods of every twin under the name of its scaler, as they are when they are asked for. */
export const exportShadows = (registry: Registry, twins: { list(): readonly LiveTwin[] }): void => {
  new Gauge({
    name: prometheusMetrics.shadowReplicas,
    help: 'Pods that the HPA of mode Full would ask for, by a real HPA at a twin without pods.',
    labelNames: ['namespace', 'scaler'],
    registers: [registry],
    collect() {
      this.reset();
      for (const twin of twins.list()) {
        const { namespace = '' } = twin.metadata;
        const scaler = controllerOf(twin);
        if (scaler?.kind !== predictiveScalerKind.kind || twin.spec?.replicas === undefined) continue;
        this.set({ namespace, scaler: scaler.name }, twin.spec.replicas);
      }
    },
  });
};
