import { childNames, type Source, sourceLabels } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { exchangePort } from './exchange-endpoints.ts';
import { ownedMetadata } from './owner.ts';
import { selectorOf } from './selector.ts';

/** The name under which collectors reach the replayed exchange. */
export const makeExchangeService = ({ pipeline }: Blueprint, source: Source): Manifest => {
  const { name } = pipeline.metadata;
  const labels = sourceLabels(name, 'exchange', source.name);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: ownedMetadata(pipeline, childNames.exchange(name, source.name), labels),
    spec: {
      type: 'ClusterIP',
      selector: selectorOf(labels),
      ports: [{ name: 'market', port: exchangePort, protocol: 'TCP', targetPort: 'market' }],
    },
  };
};
