import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiProxy, startApiProxy } from '../../../../hack/src/faults/api-proxy.ts';
import { statusBody } from '../../../../hack/src/faults/fault.ts';
import type { SeenRequest } from '../../../../hack/src/faults/seen-request.ts';
import { kubeconfigPath } from '../../../../hack/src/repository.ts';
import type { Manifest } from '../objects/kube-object.ts';
import { configMap, configMaps, connectTest, freshNamespace, type TestProcess } from '../testing/cluster.ts';
import { eventually } from '../testing/eventually.ts';
import { LeapClock } from '../testing/leap-clock.ts';
import { Informer } from './informer.ts';
import { SILENCE_LIMIT_MS } from './watch-stream.ts';

const LABEL = 'app.kubernetes.io/part-of';

let proxy: ApiProxy;
/** Writes past the proxy. */
let direct: TestProcess;
let namespace: Awaited<ReturnType<typeof freshNamespace>>;

beforeAll(async () => {
  proxy = await startApiProxy({ kubeconfig: kubeconfigPath });
  direct = await connectTest(kubeconfigPath, { name: 'somebody' });
  namespace = await freshNamespace(direct.client);
});
afterAll(async () => {
  await namespace.drop();
  await direct.close();
  await proxy.stop();
});

function labelled(group: string, name: string, data: Record<string, string>): Manifest {
  const object = configMap(namespace.name, name, data);
  return { ...object, metadata: { ...object.metadata, labels: { [LABEL]: group } } };
}

let groups = 0;

/** A cache of the ConfigMaps of one test, watched through the proxy. */
class Watching implements AsyncDisposable {
  readonly clock = new LeapClock();
  readonly group = `group-${++groups}`;
  readonly stop = new AbortController();
  readonly seen: string[] = [];
  informer!: Informer<Manifest>;
  #process!: TestProcess;
  #running!: Promise<void>;

  async start(): Promise<this> {
    this.#process = await connectTest(proxy.kubeconfig, { clock: this.clock });
    this.informer = new Informer<Manifest>({
      ...this.#process,
      transport: this.#process.connection.direct,
      resource: configMaps,
      namespaces: [namespace.name],
      labelSelector: `${LABEL}=${this.group}`,
    });
    this.informer.onChange(({ before, after }) => {
      this.seen.push(`${before === undefined ? 'add' : after === undefined ? 'delete' : 'update'}`);
    });
    this.#running = this.informer.run(this.stop.signal);
    return this;
  }

  async put(name: string, data: Record<string, string>): Promise<void> {
    await direct.client.forceApply(configMaps, labelled(this.group, name, data));
  }

  async remove(name: string): Promise<void> {
    await direct.client.delete(configMaps, { namespace: namespace.name, name });
  }

  get(name: string): Manifest | undefined {
    return this.informer.get(`${namespace.name}/${name}`);
  }

  async sees(name: string, value: string | undefined): Promise<void> {
    await eventually(
      `${name} is ${value}`,
      () => (this.get(name)?.data as { v?: string } | undefined)?.v === value,
    );
  }

  /** The running watch of this test, on the proxy. */
  async watch() {
    const mine = () => [...proxy.watches].filter(({ request }) => isOf(this.group)(request)).at(-1);
    return eventually('a watch', mine);
  }

  requests(verb: SeenRequest['verb']): SeenRequest[] {
    return proxy.requests.filter((request) => request.verb === verb && isOf(this.group)(request));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort();
    await this.#running;
    await this.#process.close();
  }
}

const isOf = (group: string) => (request: SeenRequest) =>
  request.query.get('labelSelector') === `${LABEL}=${group}`;

describe('Informer on a real API server', () => {
  it('fills itself by a list, then follows additions, changes and deletions', async () => {
    await using watching = new Watching();
    await watching.put('there', { v: '1' });
    await watching.start();
    await watching.informer.whenSynced();
    await watching.sees('there', '1');
    await watching.put('new', { v: '1' });
    await watching.sees('new', '1');
    await watching.put('there', { v: '2' });
    await watching.sees('there', '2');
    await watching.remove('there');
    await watching.sees('there', undefined);
    expect(watching.seen).toEqual(['add', 'add', 'update', 'delete']);
    expect(watching.requests('list')).toHaveLength(1);
    expect(watching.get('new')).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(watching.get('new')?.metadata.managedFields).toBeUndefined();
  });

  it('lists in pages', async () => {
    await using watching = new Watching();
    const names = Array.from({ length: 1_010 }, (_, index) => `page-${index}`);
    for (let at = 0; at < names.length; at += 50) {
      await Promise.all(names.slice(at, at + 50).map((name) => watching.put(name, { v: '1' })));
    }
    await watching.start();
    await watching.informer.whenSynced();
    expect(watching.informer.size).toBe(1_010);
    expect(watching.requests('list').map(({ query }) => query.get('limit'))).toEqual(['500', '500', '500']);
  });

  it('begins the list anew when its continuation has expired, and misses nothing', async () => {
    await using watching = new Watching();
    for (let at = 0; at < 600; at += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => watching.put(`expired-${at + index}`, { v: '1' })),
      );
    }
    proxy.inject({
      matches: (request) => isOf(watching.group)(request) && request.query.has('continue'),
      fault: { kind: 'Answer', status: 410, body: statusBody(410, 'Expired', 'the continuation is too old') },
      times: 1,
    });
    await watching.start();
    await watching.informer.whenSynced();
    expect(watching.informer.size).toBe(600);
    expect(watching.informer.health().relists).toBe(0);
  });

  it('notices a watch that fell silent within 75 s and recovers what happened meanwhile', async () => {
    await using watching = new Watching();
    await watching.put('kept', { v: '1' });
    await watching.put('removed', { v: '1' });
    await watching.start();
    await watching.informer.whenSynced();
    (await watching.watch()).silence();
    await watching.put('kept', { v: '2' });
    await watching.remove('removed');
    await watching.put('added', { v: '1' });
    watching.clock.leap(SILENCE_LIMIT_MS);
    await watching.sees('kept', '2');
    await watching.sees('removed', undefined);
    await watching.sees('added', '1');
    expect(watching.requests('list'), 'resumed without another list').toHaveLength(1);
  });

  it('is not silenced by a quiet selection, because bookmarks are asked for', async () => {
    await using watching = new Watching();
    await watching.start();
    await watching.informer.whenSynced();
    const { request } = await watching.watch();
    expect(request.query.get('allowWatchBookmarks')).toBe('true');
    const seconds = Number(request.query.get('timeoutSeconds'));
    expect(seconds).toBeGreaterThanOrEqual(300);
    expect(seconds).toBeLessThan(600);
  });

  for (const [what, harm] of [
    ['is cut', (watch) => watch.cut()],
    ['is cut inside of a line', (watch) => watch.cutInsideNextLine()],
    ['sends a line that is no event', (watch) => watch.send('{"type":"ADD')],
    ['is closed by the server', (watch) => watch.end()],
  ] as const satisfies readonly (readonly [
    string,
    (watch: Awaited<ReturnType<Watching['watch']>>) => void,
  ])[]) {
    it(`resumes where it was when the watch ${what}`, async () => {
      await using watching = new Watching();
      await watching.put('a', { v: '1' });
      await watching.start();
      await watching.informer.whenSynced();
      harm(await watching.watch());
      await watching.put('a', { v: '2' });
      await watching.sees('a', '2');
      expect(watching.requests('list')).toHaveLength(1);
      expect(watching.requests('watch').length).toBeGreaterThan(1);
    });
  }

  const errors: readonly (readonly [string, unknown])[] = [
    ['410 as an event', { type: 'ERROR', object: statusBody(410, 'Expired', 'too old resource version') }],
    ['500 as an event', { type: 'ERROR', object: statusBody(500, 'InternalError', 'storage is unwell') }],
    ['a version from before', { type: 'BOOKMARK', object: { metadata: { resourceVersion: '1' } } }],
  ];
  for (const [what, line] of errors) {
    it(`lists again after ${what}, and sees what was deleted meanwhile`, async () => {
      await using watching = new Watching();
      await watching.put('a', { v: '1' });
      await watching.put('b', { v: '1' });
      await watching.start();
      await watching.informer.whenSynced();
      const watch = await watching.watch();
      watch.silence();
      await watching.remove('a');
      await watching.put('b', { v: '2' });
      watch.send(JSON.stringify(line));
      await watching.sees('a', undefined);
      await watching.sees('b', '2');
      expect(watching.informer.health()).toMatchObject({ relists: 1, cacheMisses: 0 });
    });
  }

  it('lists again when a watch is refused with 410', async () => {
    await using watching = new Watching();
    await watching.put('a', { v: '1' });
    await watching.start();
    await watching.informer.whenSynced();
    proxy.inject({
      matches: (request) => request.verb === 'watch' && isOf(watching.group)(request),
      fault: { kind: 'Answer', status: 410, body: statusBody(410, 'Expired', 'too old resource version') },
      times: 1,
    });
    const watch = await watching.watch();
    watch.silence();
    await watching.remove('a');
    watch.cut();
    await watching.sees('a', undefined);
    expect(watching.requests('list')).toHaveLength(2);
  });

  it('tells a deleted and re-created object as deleted and added, although the watch slept through it', async () => {
    await using watching = new Watching();
    await watching.put('a', { v: '1' });
    await watching.start();
    await watching.informer.whenSynced();
    const first = watching.get('a')?.metadata.uid;
    const watch = await watching.watch();
    watch.silence();
    await watching.remove('a');
    await watching.put('a', { v: '2' });
    watch.send(JSON.stringify(errors[0]?.[1]));
    await watching.sees('a', '2');
    expect(watching.get('a')?.metadata.uid).not.toBe(first);
    expect(watching.seen).toEqual(['add', 'delete', 'add']);
  });

  it('outlives a server that refuses every list, and fills itself once it does not', async () => {
    await using watching = new Watching();
    await watching.put('a', { v: '1' });
    const heal = proxy.inject({
      matches: (request) => request.verb === 'list' && isOf(watching.group)(request),
      fault: { kind: 'Answer', status: 503, body: statusBody(503, 'ServiceUnavailable', 'not now') },
    });
    await watching.start();
    for (let tries = 1; tries <= 12; tries++) {
      await eventually(`${tries} tries`, () => watching.requests('list').length >= tries);
      watching.clock.leap(30_000);
    }
    expect(watching.informer.synced).toBe(false);
    heal();
    watching.clock.leap(30_000);
    await eventually('a try after the healing', () => {
      watching.clock.leap(1_000);
      return watching.informer.synced;
    });
    await watching.sees('a', '1');
  });

  it('waits as long as a 429 asks for', async () => {
    await using watching = new Watching();
    proxy.inject({
      matches: (request) => request.verb === 'list' && isOf(watching.group)(request),
      fault: {
        kind: 'Answer',
        status: 429,
        body: statusBody(429, 'TooManyRequests', 'wait'),
        headers: { 'retry-after': '2' },
      },
      times: 1,
    });
    const startMs = performance.now();
    await watching.start();
    await watching.informer.whenSynced();
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(2_000);
    expect(performance.now() - startMs).toBeLessThan(6_000);
  });

  it('stops while it waits and while it watches', async () => {
    const watching = await new Watching().start();
    await watching.informer.whenSynced();
    await watching[Symbol.asyncDispose]();
    const before = watching.requests('watch').length;
    await eventually(
      'the watch is gone',
      () => ![...proxy.watches].some(({ request }) => isOf(watching.group)(request)),
    );
    expect(watching.requests('watch')).toHaveLength(before);
  });
});
