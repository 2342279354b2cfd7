import { childNames, componentLabels, kafkaPort } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { ownedMetadata } from './owner.ts';
import { selectorOf } from './selector.ts';

/**
 * Headless: it gives the broker the name that it advertises. Addresses are published before the pod is ready,
 * because clients hold on to that name while the broker restarts.
 */
export const makeKafkaService = ({ pipeline }: Blueprint): Manifest => {
  const { name } = pipeline.metadata;
  const labels = componentLabels(name, 'kafka');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: ownedMetadata(pipeline, childNames.kafka(name), labels),
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: selectorOf(labels),
      ports: [{ name: 'clients', port: kafkaPort, protocol: 'TCP', targetPort: 'clients' }],
    },
  };
};
