import { childNames, componentLabels, opsPort } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { ownedMetadata } from './owner.ts';
import { selectorOf } from './selector.ts';

/** Headless: gives all collectors of the pipeline one name for metrics and reports. */
export const makeCollectorService = ({ pipeline }: Blueprint): Manifest => {
  const { name } = pipeline.metadata;
  const labels = componentLabels(name, 'collector');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: ownedMetadata(pipeline, childNames.collectors(name), labels),
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: selectorOf(labels),
      ports: [{ name: opsPort.name, port: opsPort.number, protocol: 'TCP', targetPort: opsPort.name }],
    },
  };
};
