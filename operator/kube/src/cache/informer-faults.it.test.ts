import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import { type Fault, statusBody } from '../../../../hack/src/faults/fault.ts';
import type { OpenWatch } from '../../../../hack/src/faults/open-watch.ts';
import type { SeenRequest } from '../../../../hack/src/faults/seen-request.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import { connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { eventually } from '../testing/eventually.ts';
import { Watching } from '../testing/watching.ts';
import { SILENCE_LIMIT_MS } from './watch-stream.ts';

let proxy: ApiProxy;
/** Changes things past the proxy. */
let somebody: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;

beforeAll(async () => {
  proxy = await startApiProxy({ kubeconfig: kubeconfigPath });
  somebody = await connectTest(kubeconfigPath, { name: 'somebody' });
  namespace = await freshNamespace(somebody.client);
});
afterAll(async () => {
  await namespace.drop();
  await somebody.close();
  await proxy.stop();
});

const prepare = () => Watching.prepare({ kubeconfig: proxy.kubeconfig, namespace: namespace.name, somebody });

const isOf =
  ({ selector }: Watching) =>
  ({ query }: SeenRequest) =>
    query.get('labelSelector') === selector;

const requests = (watching: Watching, verb: SeenRequest['verb']) =>
  proxy.requests.filter((request) => request.verb === verb && isOf(watching)(request));

/** The running watch of a cache, as the proxy has it. */
const openWatch = (watching: Watching): Promise<OpenWatch> =>
  eventually('a watch', () => [...proxy.watches].filter(({ request }) => isOf(watching)(request)).at(-1));

const befall = (watching: Watching, verb: SeenRequest['verb'], fault: Fault, times?: number) =>
  proxy.inject({ matches: (request) => request.verb === verb && isOf(watching)(request), fault, times });

const expired = statusBody(410, 'Expired', 'too old resource version');
const expiredEvent = JSON.stringify({ type: 'ERROR', object: expired });

describe('a watch that goes wrong', () => {
  it('is noticed within 75 s of silence, and what happened meanwhile is recovered without another list', async () => {
    await using watching = await prepare();
    await watching.put('kept', '1');
    await watching.put('removed', '1');
    await watching.synced();
    (await openWatch(watching)).silence();
    await watching.put('kept', '2');
    await watching.remove('removed');
    await watching.put('added', '1');
    watching.clock.leap(SILENCE_LIMIT_MS);
    await watching.sees('kept', '2');
    await watching.sees('removed', undefined);
    await watching.sees('added', '1');
    expect(requests(watching, 'list')).toHaveLength(1);
  });

  it('is asked for bookmarks and for an end between 5 and 10 minutes, so that quiet is never silence', async () => {
    await using watching = await prepare();
    await watching.synced();
    const { query } = (await openWatch(watching)).request;
    expect(query.get('allowWatchBookmarks')).toBe('true');
    expect(Number(query.get('timeoutSeconds'))).toBeGreaterThanOrEqual(300);
    expect(Number(query.get('timeoutSeconds'))).toBeLessThan(600);
  });

  const harms: readonly (readonly [string, (watch: OpenWatch) => void])[] = [
    ['is cut', (watch) => watch.cut()],
    ['is cut inside of a line', (watch) => watch.cutInsideNextLine()],
    ['sends a line that is no event', (watch) => watch.send('{"type":"ADD')],
    ['is closed by the server', (watch) => watch.end()],
  ];
  for (const [what, harm] of harms) {
    it(`resumes where it was when it ${what}`, async () => {
      await using watching = await prepare();
      await watching.put('a', '1');
      await watching.synced();
      harm(await openWatch(watching));
      await watching.put('a', '2');
      await watching.sees('a', '2');
      expect(requests(watching, 'list')).toHaveLength(1);
      expect(requests(watching, 'watch').length).toBeGreaterThan(1);
    });
  }

  const errors: readonly (readonly [string, string])[] = [
    ['410 as an event', expiredEvent],
    [
      '500 as an event',
      JSON.stringify({ type: 'ERROR', object: statusBody(500, 'InternalError', 'unwell') }),
    ],
    [
      'a version from before',
      JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '1' } } }),
    ],
  ];
  for (const [what, line] of errors) {
    it(`is replaced by a list after ${what}, which shows what was deleted meanwhile`, async () => {
      await using watching = await prepare();
      await watching.put('a', '1');
      await watching.put('b', '1');
      await watching.synced();
      const watch = await openWatch(watching);
      watch.silence();
      await watching.remove('a');
      await watching.put('b', '2');
      watch.send(line);
      await watching.sees('a', undefined);
      await watching.sees('b', '2');
      expect(watching.informer.health()).toMatchObject({ relists: 1, cacheMisses: 0 });
    });
  }

  it('is replaced by a list when it is refused with 410', async () => {
    await using watching = await prepare();
    await watching.put('a', '1');
    await watching.synced();
    const watch = await openWatch(watching);
    befall(watching, 'watch', { kind: 'Answer', status: 410, body: expired }, 1);
    watch.silence();
    await watching.remove('a');
    watch.cut();
    await watching.sees('a', undefined);
    expect(requests(watching, 'list')).toHaveLength(2);
  });

  it('that slept through a deletion and re-creation tells both', async () => {
    await using watching = await prepare();
    await watching.put('a', '1');
    await watching.synced();
    const first = watching.get('a')?.metadata.uid;
    const watch = await openWatch(watching);
    watch.silence();
    await watching.remove('a');
    await watching.put('a', '2');
    watch.send(expiredEvent);
    await watching.sees('a', '2');
    expect(watching.get('a')?.metadata.uid).not.toBe(first);
    expect(watching.told).toEqual(['add', 'delete', 'add']);
  });

  it('that left an event out is found out by the next list', async () => {
    await using watching = await prepare();
    await watching.put('a', '1');
    await watching.synced();
    const watch = await openWatch(watching);
    watch.silence();
    await watching.put('a', '2');
    // The watch claims to be further than the change that it kept back.
    const version = String(Number(watching.informer.progressOf(namespace.name)) + 1_000_000);
    watch.send(JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: version } } }));
    watch.send(expiredEvent);
    await watching.sees('a', '2');
    expect(watching.informer.health().cacheMisses).toBe(1);
  });
});

describe('a list that goes wrong', () => {
  it('begins anew when its continuation has expired, and misses nothing', async () => {
    await using watching = await prepare();
    await watching.putMany(600);
    proxy.inject({
      matches: (request) => isOf(watching)(request) && request.query.has('continue'),
      fault: { kind: 'Answer', status: 410, body: expired },
      times: 1,
    });
    await watching.synced();
    expect(watching.informer.size).toBe(600);
    expect(watching.informer.health().relists).toBe(0);
  });

  it('is tried for as long as the server refuses it, at least every 30 s', async () => {
    await using watching = await prepare();
    await watching.put('a', '1');
    const heal = befall(watching, 'list', {
      kind: 'Answer',
      status: 503,
      body: statusBody(503, 'ServiceUnavailable', 'not now'),
    });
    watching.start();
    for (let tries = 1; tries <= 12; tries++) {
      await eventually(`${tries} tries`, () => {
        if (requests(watching, 'list').length >= tries) return true;
        // The pause begins with the answer, which may be on its way still.
        watching.clock.leap(30_000);
        return false;
      });
    }
    expect(watching.informer.synced).toBe(false);
    heal();
    await eventually('a list after the healing', () => {
      watching.clock.leap(1_000);
      return watching.informer.synced;
    });
    await watching.sees('a', '1');
  });

  it('waits as long as a 429 asks for', async () => {
    await using watching = await prepare();
    const headers = { 'retry-after': '2' };
    const body = statusBody(429, 'TooManyRequests', 'wait');
    befall(watching, 'list', { kind: 'Answer', status: 429, headers, body }, 1);
    const startMs = performance.now();
    await watching.synced();
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(2_000);
  });
});

it('leaves nothing behind when it is stopped', async () => {
  const watching = await prepare();
  await watching.synced();
  await openWatch(watching);
  await watching[Symbol.asyncDispose]();
  await eventually(
    'the watch is gone',
    () => ![...proxy.watches].some(({ request }) => isOf(watching)(request)),
  );
  expect(requests(watching, 'watch')).toHaveLength(1);
});
