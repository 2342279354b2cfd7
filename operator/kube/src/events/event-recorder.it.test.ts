import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import { statusBody } from '../../../../hack/src/faults/fault.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { events } from '../client/well-known.ts';
import type { Manifest } from '../objects/kube-object.ts';
import { keyOf } from '../objects/object-key.ts';
import { configMap, configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { eventually } from '../testing/eventually.ts';
import { LeapClock } from '../testing/leap-clock.ts';
import { EventRecorder } from './event-recorder.ts';

const clock = new LeapClock();
let proxy: ApiProxy;
let me: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;
let recorder: EventRecorder;
let regarding: Manifest;
let subjects = 0;

beforeAll(async () => {
  proxy = await startApiProxy({ kubeconfig: kubeconfigPath });
  me = await connectTest(proxy.kubeconfig, { clock, name: 'recorder' });
  namespace = await freshNamespace(me.client);
});
afterAll(async () => {
  await namespace.drop();
  await me.close();
  await proxy.stop();
});
beforeEach(async () => {
  const reporter = { controller: 'kube-test/recorder', instance: 'pod-1' };
  recorder = new EventRecorder({ ...me, clock, reporter });
  regarding = await me.client.apply(configMaps, configMap(namespace.name, `subject-${++subjects}`, {}));
});

const record = (note: string, reason = 'Created') =>
  recorder.record({ regarding, type: 'Normal', reason, action: 'Applying', note });

interface Listed extends Manifest {
  note: string;
  series?: { count: number; lastObservedTime: string };
}

/** The events about this test's object. */
async function written(): Promise<Listed[]> {
  const answer = (await me.connection.direct.send({
    verb: 'list',
    resource: events,
    path: `/apis/events.k8s.io/v1/namespaces/${namespace.name}/events`,
    query: { fieldSelector: `regarding.name=${regarding.metadata.name}` },
    idempotent: true,
  })) as { items: Listed[] };
  return answer.items;
}

it('writes an event that the server takes', async () => {
  record('Made the thing.');
  await recorder.flush();
  const [event] = await written();
  expect(event).toMatchObject({
    note: 'Made the thing.',
    reason: 'Created',
    type: 'Normal',
    regarding: { kind: 'ConfigMap', name: regarding.metadata.name, uid: regarding.metadata.uid },
    eventTime: expect.stringMatching(/\.\d{6}Z$/),
  });
  expect(event?.series).toBeUndefined();
});

it('counts repetitions in one event, written at most every 30 s', async () => {
  const before = proxy.requests.length;
  for (let time = 0; time < 50; time++) record('Again.');
  await eventually('the event is there', async () => (await written()).length === 1);
  clock.leap(30_000);
  for (let time = 0; time < 50; time++) record('Again.');
  await recorder.flush();
  const found = await written();
  expect(found.map(({ series }) => series?.count)).toEqual([100]);
  expect(found[0]?.series?.lastObservedTime).toMatch(/\.\d{6}Z$/);
  expect(proxy.requests.slice(before).filter(({ isWrite }) => isWrite).length).toBeLessThanOrEqual(3);
});

it('begins another event when the server has forgotten the one that it counted in', async () => {
  record('Again.');
  await recorder.flush();
  const [first] = await written();
  await me.client.delete(events, keyOf(first ?? regarding));
  record('Again.');
  await recorder.flush();
  expect((await written()).map(({ series }) => series?.count)).toEqual([2]);
});

it('never fails its caller: refused events are counted, and the next ones are written', async () => {
  const heal = proxy.inject({
    matches: ({ resource, verb }) => resource === 'events' && verb === 'create',
    fault: { kind: 'Answer', status: 403, body: statusBody(403, 'Forbidden', 'quota') },
  });
  record('Lost.');
  await recorder.flush();
  heal();
  record('Kept.');
  await recorder.flush();
  expect((await written()).map(({ note }) => note)).toEqual(['Kept.']);
  const dropped = await me.metrics.eventsDropped.get();
  expect(dropped.values.find(({ labels }) => labels.why === 'refused')?.value).toBe(1);
});
