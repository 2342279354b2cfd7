import { expect, test } from 'vitest';
import type { ApiService } from '../predictive-scaler/api-service.ts';
import { metricApiStandings } from './metric-apis.ts';

const service = (name: string, of: string, caBundle?: string): ApiService => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name },
  spec: {
    service: { namespace: of === 'keda' ? 'keda' : 'system', name: of },
    ...(caBundle ? { caBundle } : {}),
  },
});

test('tells metric APIs that trust the adapter from those that have to, and leaves those of others alone', () => {
  const known = [
    service('v1beta2.custom.metrics.k8s.io', 'pricecast-adapter', 'Q0E='),
    service('v1beta1.custom.metrics.k8s.io', 'pricecast-adapter', 'T0xE'),
    service('v1beta1.external.metrics.k8s.io', 'keda'),
  ];
  const find = (name: string) => known.find(({ metadata }) => metadata.name === name);
  const standings = metricApiStandings(find, 'system', 'Q0E=');
  expect(standings.map(({ kind }) => kind)).toEqual(['AsWanted', 'ToTrust', 'Foreign', 'Absent']);
  expect(standings[2]).toMatchObject({ owner: 'Service keda of namespace keda' });
  expect(metricApiStandings(() => undefined, 'system', 'Q0E=').map(({ kind }) => kind)).toEqual([
    'Absent',
    'Absent',
    'Absent',
    'Absent',
  ]);
});
