import { podMetric, scalingMetrics } from '@pricecast/crds';
import { describe, expect, test } from 'vitest';
import { known, missing } from '../snapshot/figure.ts';
import type { PublishedWorld } from '../snapshot/scaler-snapshot.ts';
import { aPod, aSnapshot, aWorld, producedAt } from '../testing/world.ts';
import { answerRequest } from './answer-request.ts';
import { discoveryType } from './discovery.ts';
import { routeOf } from './route.ts';

const world = aWorld([aSnapshot()], [aPod('checkout-a'), aPod('checkout-b')]);
const v1 = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop';
const v2 = '/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop';
const external = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop';
const psc = `${v2}/predictivescalers.pricecast.dev`;

interface Asked {
  readonly accept?: string;
  readonly method?: string;
  readonly ifNoneMatch?: string;
  readonly from?: PublishedWorld;
  readonly secondsLater?: number;
}

function ask(url: string, asked: Asked = {}) {
  const [path = '', query = ''] = url.split('?');
  const { accept, method = 'GET', ifNoneMatch, from = world, secondsLater = 5 } = asked;
  const request = { method, path, query: new URLSearchParams(query), accept, ifNoneMatch };
  const answer = answerRequest(request, routeOf(path), from, producedAt + secondsLater * 1_000);
  return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
}

const namesIn = ({ json }: ReturnType<typeof ask>): string[] =>
  json.items.map((item: { describedObject: { name: string } }) => item.describedObject.name);

describe('bodies, byte by byte', () => {
  const about =
    '"describedObject":{"kind":"PredictiveScaler","namespace":"shop","name":"checkout","apiVersion":"pricecast.dev/v1alpha1"}';

  test('custom v1beta1 says metricName and a selector that may be null', () => {
    expect(ask(`${v1}/predictivescalers.pricecast.dev/checkout/pricecast_predicted_load`).body).toBe(
      `{"kind":"MetricValueList","apiVersion":"custom.metrics.k8s.io/v1beta1","metadata":{},"items":[{${about},"metricName":"pricecast_predicted_load","timestamp":"2026-03-01T10:00:00Z","value":"137500m","selector":null}]}`,
    );
  });

  test('custom v1beta2 says metric with name and selector', () => {
    expect(ask(`${psc}/checkout/pricecast_cost_score?metricLabelSelector=scaler%3Dcheckout`).body).toBe(
      `{"kind":"MetricValueList","apiVersion":"custom.metrics.k8s.io/v1beta2","metadata":{},"items":[{${about},"metric":{"name":"pricecast_cost_score","selector":{"matchLabels":{"scaler":"checkout"}}},"timestamp":"2026-03-01T10:00:00Z","value":"420m"}]}`,
    );
  });

  test('external says metricLabels', () => {
    expect(ask(`${external}/pricecast_desired_replicas?labelSelector=scaler%3Dcheckout`).body).toBe(
      '{"kind":"ExternalMetricValueList","apiVersion":"external.metrics.k8s.io/v1beta1","metadata":{},"items":[{"metricName":"pricecast_desired_replicas","metricLabels":{"scaler":"checkout"},"timestamp":"2026-03-01T10:00:00Z","value":"7"}]}',
    );
  });
});

describe('what is found', () => {
  test.each([
    ['the scaler itself', `${psc}/checkout/pricecast_desired_replicas`, '7'],
    ['its target', `${v2}/deployments.apps/checkout/pricecast_live_replicas`, '3'],
    ['its target by a client that knows no group', `${v2}/deployments/checkout/pricecast_live_replicas`, '3'],
    ['the namespace', `${v2}/metrics/pricecast_cost_score`, '420m'],
    ['a pod: 2.75 pods of load over two of them', `${v2}/pods/checkout-a/${podMetric}`, '137500m'],
    ['an external name in capitals', `${external}/PriceCast_Predicted_Load`, '137500m'],
  ])('%s', (_, url, value) => {
    const { status, json } = ask(url);
    expect([status, json.items.map((item: { value: string }) => item.value)]).toEqual([200, [value]]);
  });

  test('pods by a selector as Go encodes it', () => {
    const from = aWorld(
      [aSnapshot()],
      [aPod('a', { app: 'checkout', tier: 'x y' }), aPod('b', { app: 'other' })],
    );
    expect(
      namesIn(ask(`${v2}/pods/%2A/${podMetric}?labelSelector=app+in+%28checkout%2Ccart%29`, { from })),
    ).toEqual(['a']);
    expect(namesIn(ask(`${v2}/pods/%2A/${podMetric}?labelSelector=app%21%3Dcheckout`, { from }))).toEqual([
      'b',
    ]);
  });

  test('only what has a value when all are asked for', () => {
    const without = aSnapshot(
      { figures: { ...aSnapshot().figures, pricecast_desired_replicas: missing('DemandStale', 'stale') } },
      'cart',
    );
    expect(
      namesIn(ask(`${psc}/*/pricecast_desired_replicas`, { from: aWorld([aSnapshot(), without]) })),
    ).toEqual(['checkout']);
  });
});

describe('what is refused', () => {
  const stale =
    'no pricecast_desired_replicas for predictivescalers.pricecast.dev checkout: the newest sample is 31 s old and may be 30 s old at most';

  test.each([
    ['a scaler that there is not', `${psc}/cart/pricecast_desired_replicas`, {}, 404, 'NotFound'],
    ['a resource that JavaScript knows', `${v2}/constructor/checkout/x`, {}, 404, 'NotFound'],
    ['a resource that is a prototype', `${v2}/__proto__/checkout/x`, {}, 404, 'NotFound'],
    ['a metric that there is not', `${psc}/checkout/requests`, {}, 404, 'NotFound'],
    ['an external metric that there is not', `${external}/requests`, {}, 404, 'NotFound'],
    [
      'another namespace',
      psc.replace('/shop/', '/other/').concat('/checkout/pricecast_desired_replicas'),
      {},
      404,
      'NotFound',
    ],
    ['a path that is too short', `${v2}/pods`, {}, 400, 'BadRequest'],
    ['a path that is too long', `${psc}/checkout/pricecast_desired_replicas/more`, {}, 404, 'NotFound'],
    [
      'root-scoped external metrics',
      '/apis/external.metrics.k8s.io/v1beta1/pricecast_desired_replicas',
      {},
      404,
      'NotFound',
    ],
    ['a percent sign that means nothing', `${psc}/%ZZ/x`, {}, 404, 'NotFound'],
    [
      'a selector that is none',
      `${external}/pricecast_desired_replicas?labelSelector=a%3D%3D%3Db`,
      {},
      400,
      'BadRequest',
    ],
    [
      'a metric selector that is none',
      `${psc}/checkout/pricecast_cost_score?metricLabelSelector=%28`,
      {},
      400,
      'BadRequest',
    ],
    ['a limit that is none', `${external}/pricecast_desired_replicas?limit=abc`, {}, 400, 'BadRequest'],
    ['a watch', `${external}/pricecast_desired_replicas?watch=true`, {}, 405, 'MethodNotAllowed'],
    ['a write', `${psc}/checkout/pricecast_cost_score`, { method: 'PUT' }, 405, 'MethodNotAllowed'],
    ['a web page', `${psc}/checkout/pricecast_cost_score`, { accept: 'text/html' }, 406, 'NotAcceptable'],
    ['CBOR', `${psc}/checkout/pricecast_cost_score`, { accept: 'application/cbor' }, 406, 'NotAcceptable'],
    ['OpenAPI', '/openapi/v3', {}, 404, 'NotFound'],
  ] as const)('%s', (_, url, asked, code, reason) => {
    const { status, json, contentType, headers } = ask(url, asked);
    expect({ status, kind: json.kind, code: json.code, reason: json.reason }).toEqual({
      status: code,
      kind: 'Status',
      code,
      reason,
    });
    expect(contentType).toBe('application/json');
    expect(headers?.['Retry-After']).toBeUndefined();
  });

  test('a number that rests on stale data', () => {
    const { status, json } = ask(`${psc}/checkout/pricecast_desired_replicas`, { secondsLater: 31 });
    expect([status, json.message]).toEqual([503, stale]);
  });

  test('a sum that lacks a part', () => {
    const without = aSnapshot(
      { figures: { ...aSnapshot().figures, pricecast_observed_load: missing('NoSample', 'no sample yet') } },
      'cart',
    );
    const from = aWorld([aSnapshot(), without]);
    expect(ask(`${external}/pricecast_observed_load`, { from }).json.message).toContain('no sample yet');
    expect(ask(`${external}/pricecast_observed_load?labelSelector=scaler=checkout`, { from }).status).toBe(
      200,
    );
    expect(
      ask(`${external}/pricecast_observed_load?labelSelector=scaler=nobody`, { from }).json.items,
    ).toEqual([]);
  });

  test('a target that two scalers have, until one is selected', () => {
    const from = aWorld([aSnapshot(), aSnapshot({}, 'cart')]);
    const url = `${v2}/deployments.apps/checkout/pricecast_cost_score`;
    expect(ask(url, { from }).status).toBe(409);
    expect(ask(`${url}?metricLabelSelector=scaler=cart`, { from }).json.items).toHaveLength(1);
  });

  test('what is no quantity, instead of a false zero', () => {
    const broken = aSnapshot({
      figures: { ...aSnapshot().figures, [scalingMetrics.predictedLoad]: known(Number.NaN, producedAt) },
    });
    expect(ask(`${psc}/checkout/pricecast_predicted_load`, { from: aWorld([broken]) }).status).toBe(503);
    expect(ask(`${external}/pricecast_predicted_load`, { from: aWorld([broken]) }).status).toBe(503);
  });
});

describe('negotiation', () => {
  const table =
    'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

  test.each(['application/vnd.kubernetes.protobuf, */*', 'application/json, */*', 'application/json'])(
    '%s gets JSON',
    (accept) => {
      expect(ask(`${external}/pricecast_desired_replicas`, { accept }).json.kind).toBe(
        'ExternalMetricValueList',
      );
    },
  );

  test('kubectl get gets a Table', () => {
    const { json } = ask(`${external}/pricecast_desired_replicas?limit=500`, { accept: table });
    expect(json.kind).toBe('Table');
    expect(json.rows[0].cells).toEqual([
      'checkout',
      'pricecast_desired_replicas',
      '7',
      '2026-03-01T10:00:00Z',
    ]);
  });
});

describe('discovery', () => {
  const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

  test('is aggregated where that is asked for, and not sent twice', () => {
    const first = ask('/apis', { accept: aggregated });
    expect(first.contentType).toBe(discoveryType);
    expect(first.json.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual([
      'custom.metrics.k8s.io',
      'external.metrics.k8s.io',
      'explain.pricecast.dev',
    ]);
    const again = ask('/apis', { accept: aggregated, ifNoneMatch: first.headers?.ETag ?? '' });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  test.each([
    'custom.metrics.k8s.io/v1beta1',
    'custom.metrics.k8s.io/v1beta2',
    'external.metrics.k8s.io/v1beta1',
    'explain.pricecast.dev/v1alpha1',
  ])('of %s is never empty and has one scope for each parent', (groupVersion) => {
    const { json } = ask(`/apis/${groupVersion}`, { from: aWorld([]) });
    expect(json.groupVersion).toBe(groupVersion);
    expect(json.resources.length).toBeGreaterThan(0);
    const scopes = new Map<string, Set<boolean>>();
    for (const { name, namespaced } of json.resources as { name: string; namespaced: boolean }[]) {
      const [parent = ''] = name.split('/');
      scopes.set(parent, (scopes.get(parent) ?? new Set()).add(namespaced));
    }
    expect([...scopes.values()].every(({ size }) => size === 1)).toBe(true);
  });

  test('lists groups and versions, the preferred one first', () => {
    expect(ask('/apis').json.groups[0].preferredVersion.version).toBe('v1beta2');
    expect(ask('/apis/external.metrics.k8s.io').json.versions).toHaveLength(1);
  });
});

describe('explanations', () => {
  const explain = '/apis/explain.pricecast.dev/v1alpha1/namespaces/shop/scalerexplanations';

  test('of one scaler and of all', () => {
    const { json } = ask(`${explain}/checkout`);
    expect([json.kind, json.metadata, json.decisions[0].reason]).toEqual([
      'ScalerExplanation',
      { namespace: 'shop', name: 'checkout' },
      'Forecast',
    ]);
    expect(ask(explain).json.items).toHaveLength(1);
    expect(ask(`${explain}/cart`).status).toBe(404);
  });

  test('as a table for kubectl get', () => {
    const { json } = ask(explain, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
    expect(json.rows[0].cells.slice(0, 5)).toEqual(['checkout', '60', '138', '3/3/7', 'Forecast']);
  });
});
