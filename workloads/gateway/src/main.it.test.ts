import type { CleanTrade } from '@pricecast/market';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EventStream, type StreamEvent } from '../../../hack/src/gateway/event-stream.ts';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { GatewayProcess } from './testing/gateway-process.ts';
import { aBar, anAlert, aPrediction, aTrade, someFeatures } from './testing/messages.ts';
import { PipelineTopics } from './testing/topics.ts';

const patience = { timeout: 20_000, interval: 25 };

let kafka: LocalKafka;
let scenes = 0;
beforeAll(async () => {
  kafka = await startLocalKafka();
});
afterAll(() => kafka.stop());

async function someTopics(): Promise<PipelineTopics> {
  scenes += 1;
  const settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  const topics = new PipelineTopics(settings, `gateway-${scenes}`);
  await topics.create();
  return topics;
}

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests say
type Answer = any;

const now = Date.now();
const live = (id: number, change: Partial<CleanTrade> = {}) => aTrade(id, { tradeTime: now, ...change });
const idsOf = (events: readonly StreamEvent[]): number[] =>
  events
    .filter(({ event }) => event === 'trades')
    .flatMap(({ data }) => JSON.parse(data) as CleanTrade[])
    .map(({ id }) => id)
    .toSorted((left, right) => left - right);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('what is asked once', () => {
  let topics: PipelineTopics;
  let gateway: GatewayProcess;
  let url: string;
  beforeAll(async () => {
    topics = await someTopics();
    const minute = Math.floor(now / 60_000) * 60_000;
    await topics.trades(live(1), live(2, { price: '1.10000000' }), live(3, { symbol: 'ETHUSDT' }));
    await topics.bars(aBar(minute - 60_000), aBar(minute - 1_000, { intervalSeconds: 1 }));
    await topics.features(someFeatures(minute));
    await topics.predictions(aPrediction(minute), aPrediction(minute, { target: 'Volume' }));
    await topics.alerts(anAlert(now));
    await topics.nonsense('alerts', 'no JSON at all');
    gateway = new GatewayProcess({ ...topics.environment, SYNTHETIC_SYMBOLS: 'BTCUSDT', MAX_STREAMS: '1' });
    await gateway.ready();
    url = await gateway.url();
  });
  afterAll(async () => {
    await gateway.stop();
    await topics[Symbol.asyncDispose]();
  });

  const get = async (path: string): Promise<{ status: number; type: string | null; body: Answer }> => {
    const response = await fetch(url + path);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.json(),
    };
  };
  const part = (path: string) => get(`/api/pipelines/${topics.name}/${path}`);

  test('the newest trade of each symbol has its price byte for byte', async () => {
    const { body } = await part('prices');
    expect(body.latest).toEqual([live(2, { price: '1.10000000' }), live(3, { symbol: 'ETHUSDT' })]);
    expect(body.syntheticSymbols).toEqual(['BTCUSDT']);
    expect(body.bars).toHaveLength(1);
  });

  test('bars come in the length that was asked for', async () => {
    const { body } = await part('prices?symbol=BTCUSDT&intervalSeconds=1');
    expect(body.bars).toMatchObject([{ intervalSeconds: 1 }]);
  });

  test('features, predictions and alerts are there, and one target of predictions can be asked for', async () => {
    expect((await part('features')).body.features).toHaveLength(1);
    expect((await part('predictions')).body.predictions).toHaveLength(2);
    expect((await part('predictions?target=Volume')).body.predictions).toMatchObject([{ target: 'Volume' }]);
    expect((await part('alerts')).body.alerts).toMatchObject([{ id: `BTCUSDT-${now}` }]);
  });

  test('health, pipelines and metrics tell what is served and how it does', async () => {
    expect((await get('/api/health')).body).toMatchObject({ status: 'Ok', pipeline: topics.name });
    expect((await get('/api/pipelines')).body.pipelines).toMatchObject([
      { name: topics.name, symbols: ['BTCUSDT', 'ETHUSDT'] },
    ]);
    const { figures, forecasts } = (await part('metrics')).body;
    expect(figures.map(({ name }: { name: string }) => name)).toContain('collectionRate');
    expect(forecasts).toMatchObject([{ target: 'Price', judged: 0 }, { target: 'Volume' }]);
  });

  test.each([
    ['another pipeline', '/api/pipelines/other/prices', 404, 'PIPELINE_UNKNOWN'],
    ['a path that there is not', '/api/nothing', 404, 'NOT_FOUND'],
    ['a symbol in lower case', '/api/pipelines/PIPELINE/prices?symbol=btc', 400, 'QUERY_INVALID'],
    ['a limit that is no number', '/api/pipelines/PIPELINE/alerts?limit=all', 400, 'QUERY_INVALID'],
    ['a channel that there is not', '/api/stream?channels=gossip', 400, 'QUERY_INVALID'],
    ['a position of somebody else', '/api/stream?position=latest!', 400, 'POSITION_INVALID'],
  ])('%s is answered by a problem', async (_, path, status, code) => {
    const answer = await get(path.replace('PIPELINE', topics.name));
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.type).toContain('application/problem+json');
  });

  test('one stream more than there may be is told to come back later', async () => {
    const first = await EventStream.open(`${url}/api/stream`, () => undefined);
    const refused = await fetch(`${url}/api/stream`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ code: 'STREAMS_EXHAUSTED' });
    await first.cut();
    await vi.waitUntil(async () => {
      const response = await fetch(`${url}/api/stream`);
      await response.body?.cancel();
      return response.ok && response.headers.get('x-accel-buffering') === 'no';
    }, patience);
  });

  test('a message that breaks the rules is counted and harms nobody', async () => {
    const text = await (await fetch(`${await gateway.opsUrl()}/metrics`)).text();
    expect(text).toContain('pricecast_gateway_malformed_total{channel="alerts"} 1');
    expect(text).toMatch(/pricecast_gateway_requests_total\{route="\/api\/stream",status="503"\} [1-9]/);
  });

  test('the interface describes itself', async () => {
    const { body } = await get('/api/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/api/stream', '/api/pipelines/{name}/prices', '/api/health']),
    );
  });
});

test('a client that is cut off, sent to another replica and met by a restart gets each trade once', async () => {
  await using topics = await someTopics();
  using one = new GatewayProcess(topics.environment);
  await one.ready();
  const events: StreamEvent[] = [];
  const note = (event: StreamEvent) => void events.push(event);
  const path = '/api/stream?channels=trades';
  let stream = await EventStream.open((await one.url()) + path, note);
  await topics.trades(...upTo(20).map((id) => live(id, { symbol: `S${id % 5}` })));
  await vi.waitUntil(() => idsOf(events).length >= 20, patience);

  await stream.cut();
  await topics.trades(
    ...upTo(40)
      .slice(20)
      .map((id) => live(id, { symbol: `S${id % 5}` })),
  );
  using other = new GatewayProcess(topics.environment);
  await other.ready();
  stream = await EventStream.open((await other.url()) + path, note, stream.lastEventId);
  await vi.waitUntil(() => idsOf(events).length >= 40, patience);

  await one.stop('SIGKILL');
  await other.stop();
  await stream.ended;
  await topics.trades(
    ...upTo(60)
      .slice(40)
      .map((id) => live(id, { symbol: `S${id % 5}` })),
  );
  using again = new GatewayProcess(topics.environment);
  await again.ready();
  stream = await EventStream.open((await again.url()) + path, note, stream.lastEventId);
  await vi.waitUntil(() => idsOf(events).length >= 60, patience);
  await topics.trades(live(61));
  await vi.waitUntil(() => idsOf(events).includes(61), patience);
  expect(idsOf(events)).toEqual(upTo(61));
  await stream.cut();
});

test('before there are topics it says so, and serves them once they are there', async () => {
  const settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
  await using topics = new PipelineTopics(settings, 'later');
  using gateway = new GatewayProcess(topics.environment);
  await gateway.ready();
  const events: StreamEvent[] = [];
  const stream = await EventStream.open(
    `${await gateway.url()}/api/stream`,
    (event) => void events.push(event),
  );
  const report: Answer = await (await fetch(`${await gateway.opsUrl()}/report`)).json();
  expect(report.conditions[0].message).toContain('there is no topic yet for trades');
  await topics.create();
  await topics.trades(live(1));
  await vi.waitUntil(() => idsOf(events).length > 0, patience);
  await stream.cut();
});
