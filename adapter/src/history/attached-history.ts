import { gunzipSync } from 'node:zlib';
import { annotationKeys, type PredictiveScaler } from '@pricecast/crds';
import type { KubeClient } from '@pricecast/kube';
import { resources } from '../cluster/resources.ts';
import type { PastValue } from '../demand/reading.ts';
import { onSlots, rowsOf } from './csv-history.ts';
import type { Slots } from './slots.ts';

/** Key of the ConfigMap under which the CSV lies, compressed by gzip. */
const csvKey = 'history.csv.gz';
/** Longest CSV that is unpacked, in bytes. */
const longest = 16_000_000;

/**
 * The history that the annotation of a scaler names: a ConfigMap of its own namespace, as `kubectl pricecast import`
 * makes it. Undefined where none is named. Rejects with `KubeError`, or with a sentence where it cannot be read.
 */
export async function attachedHistory(
  client: Pick<KubeClient, 'get'>,
  { metadata }: PredictiveScaler,
  slots: Slots,
): Promise<readonly PastValue[] | undefined> {
  const name = metadata.annotations?.[annotationKeys.history];
  if (name === undefined) return undefined;
  const configMap = await client.get(resources.configMaps, { namespace: metadata.namespace, name });
  const packed = (configMap.binaryData as Readonly<Record<string, string>> | undefined)?.[csvKey];
  if (packed === undefined)
    throw new Error(`HISTORY_UNREADABLE: ConfigMap ${name} has no value under ${csvKey}`);
  const csv = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: longest }).toString('utf8');
  return onSlots(rowsOf(csv), slots);
}
