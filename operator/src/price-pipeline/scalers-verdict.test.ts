import type { Manifest } from '@pricecast/kube';
import { expect, test } from 'vitest';
import { scalersVerdict } from './scalers-verdict.ts';

const scaler = (name: string, status?: string, reason = 'Live'): Manifest => ({
  apiVersion: 'pricecast.dev/v1alpha1',
  kind: 'PredictiveScaler',
  metadata: { name },
  ...(status === undefined ? {} : { status: { conditions: [{ type: 'Ready', status, reason }] } }),
});

test.each<[string, readonly Manifest[], readonly string[] | undefined]>([
  ['a pipeline without scalers says nothing', [], undefined],
  ['scalers that all work', [scaler('a', 'True'), scaler('b', 'True', 'Held')], ['True', 'ScalersReady']],
  [
    'one that nobody has answered is unknown',
    [scaler('a', 'True'), scaler('b')],
    ['Unknown', 'ScalerPending'],
  ],
  [
    'one that does not work gives its reason',
    [scaler('a', 'False', 'DemandStale')],
    ['False', 'DemandStale'],
  ],
  [
    'a reason of another version is still a failure',
    [scaler('a', 'False', 'FullMoon')],
    ['False', 'ScalerFailing'],
  ],
])('%s', (_, children, expected) => {
  const verdict = scalersVerdict({ children });
  expect(verdict && [verdict.status, verdict.reason]).toEqual(expected);
});
