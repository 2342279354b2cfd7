import { describe, expect, test } from 'vitest';
import { sumOfMetric } from './metrics-text.ts';
import { type AskablePod, PodMetricsSource } from './pod-metrics-source.ts';

const text = `# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{method="get",path="/a}b\\"c"} 10
http_requests_total{method="put"} 2.5 1700000000000
http_requests_total_seconds 99
other 1
http_requests_total 1e1
`;

describe('metrics as text', () => {
  test.each([
    ['adds all series up', 'http_requests_total', 22.5],
    ['knows names that begin alike apart', 'http_requests', undefined],
    ['gives nothing where there is no series', 'absent_total', undefined],
  ])('%s', (_, metric, sum) => {
    expect(sumOfMetric(text, metric)).toBe(sum);
  });

  test.each(['x_total NaN', 'x_total', 'x_total{a="b" 1', 'x_total abc'])(
    'gives nothing for "%s"',
    (line) => {
      expect(sumOfMetric(`${line}\n`, 'x_total')).toBeUndefined();
    },
  );
});

/** A source over pods whose counters the test sets; a pod without one does not answer. */
function aSource(kind: 'Counter' | 'Gauge' = 'Counter') {
  const scene = { now: 0, counters: new Map<string, number>(), createdAt: new Map<string, number>() };
  const pods = (): AskablePod[] =>
    [...scene.createdAt].map(([uid, createdAt]) => ({
      uid,
      name: uid,
      address: '10.0.0.1',
      createdAt,
      isOpen: true,
    }));
  const ask = async ({ uid }: AskablePod) => scene.counters.get(uid) ?? 'port 8080 does not answer';
  const source = new PodMetricsSource({ kind, pods, ask, now: () => scene.now });
  const look = async (second: number, counters: Readonly<Record<string, number>>) => {
    scene.now = second * 1_000;
    for (const uid of Object.keys(counters))
      if (!scene.createdAt.has(uid)) scene.createdAt.set(uid, scene.now - 500);
    scene.counters = new Map(Object.entries(counters));
    return source.read(new AbortController().signal);
  };
  return { scene, look };
}

describe('demand from the pods of the target', () => {
  test('is a rate from the second look on', async () => {
    const { look } = aSource();
    expect(await look(0, { a: 100, b: 50 })).toEqual({ kind: 'Started' });
    expect(await look(10, { a: 150, b: 100 })).toEqual({ kind: 'Value', at: 10_000, load: 10 });
  });

  test('goes on when a pod restarts, counts a new one from zero and loses nothing of those that stay', async () => {
    const { look } = aSource();
    await look(0, { a: 100 });
    expect(await look(10, { a: 20, b: 30 })).toMatchObject({ load: 5 });
  });

  test('takes the few pods that do not answer to be like the others, and is missing when they are many', async () => {
    const { look } = aSource('Gauge');
    const five = { a: 1, b: 1, c: 1, d: 1, e: 1 };
    expect(await look(0, five)).toMatchObject({ load: 5 });
    expect(await look(10, { a: 1, b: 1, c: 1, d: 1 })).toMatchObject({ load: 5 });
    expect(await look(20, { a: 1 })).toEqual({
      kind: 'Missing',
      reason: 'DemandUnreachable',
      what: '4 of 5 pods gave no metric; pod b: port 8080 does not answer',
    });
  });

  test('is missing and not zero without a pod', async () => {
    const { look } = aSource();
    expect(await look(0, {})).toMatchObject({ kind: 'Missing', reason: 'DemandUnreachable' });
  });
});
