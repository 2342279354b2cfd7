import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { annotationKeys, group, labelKeys, predictiveScalerKind, version } from '@pricecast/crds';
import type { KubeClient, Resource } from '@pricecast/kube';

const scalers: Resource = { group, version, ...predictiveScalerKind, namespaced: true };
const configMaps: Resource = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
};
/** Most bytes that a ConfigMap takes, with some room for its metadata. */
const largest = 900_000;

/**
 * Attaches a CSV of `timestamp,value` lines to a scaler: a ConfigMap that belongs to it and an annotation that names
 * it. The adapter takes the history in at once, where it knows nothing itself. Answers the name of the ConfigMap.
 */
export async function importHistory(
  client: KubeClient,
  key: { readonly namespace: string; readonly name: string },
  file: string,
): Promise<string> {
  const packed = gzipSync(await readFile(file), { level: 9 });
  if (packed.length > largest)
    throw new Error(
      `${file} is ${packed.length} bytes packed and may be ${largest}: leave old or fine rows out`,
    );
  const scaler = await client.get(scalers, key);
  const hash = createHash('sha256').update(packed).digest('hex').slice(0, 7);
  const name = `${key.name}-history-${hash}`;
  const { uid = '' } = scaler.metadata;
  await client.apply(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: key.namespace,
      labels: { [labelKeys.scaler]: key.name },
      ownerReferences: [
        { apiVersion: `${group}/${version}`, kind: predictiveScalerKind.kind, name: key.name, uid },
      ],
    },
    binaryData: { 'history.csv.gz': packed.toString('base64') },
  });
  await client.patchMerge(scalers, key, { metadata: { annotations: { [annotationKeys.history]: name } } });
  return name;
}
