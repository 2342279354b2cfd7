import { childNames, componentLabels } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { ownedMetadata } from './owner.ts';
import { serverProperties } from './server-properties.ts';

/** Name of the one file in the ConfigMap. */
export const serverPropertiesFile = 'server.properties';

/** The configuration of the broker. */
export const makeKafkaConfigMap = ({ pipeline }: Blueprint): Manifest => {
  const { name } = pipeline.metadata;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: ownedMetadata(pipeline, childNames.kafka(name), componentLabels(name, 'kafka')),
    data: { [serverPropertiesFile]: serverProperties(pipeline) },
  };
};
