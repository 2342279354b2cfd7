import type { FaultOrder } from '@pricecast/exchange';
import type { KafkaSettings } from '@pricecast/stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { binanceStreamLimits } from './exchange/exchange-stream.ts';
import { Scene } from './testing/scene.ts';

vi.setConfig({ testTimeout: 120_000 });

let kafka: LocalKafka;
let settings: KafkaSettings;
beforeAll(async () => {
  kafka = await startLocalKafka();
  settings = { bootstrapServers: [kafka.bootstrapServers], clientId: 'test' };
});
afterAll(() => kafka.stop());

async function everythingWritten(scene: Scene): Promise<void> {
  await scene.delivered();
  expect(await scene.written()).toEqual(scene.truth());
}

describe('every trade is written once, in order and byte for byte', () => {
  test.each<[string, FaultOrder]>([
    ['frames are lost, doubled and overtaken', { drop: 0.05, duplicate: 0.05, reorder: 0.05 }],
    ['REST sends pages of HTML at times', { drop: 0.05, rest: 'Html', restShare: 0.5 }],
    ['REST breaks off at times', { drop: 0.05, rest: 'Truncated', restShare: 0.5 }],
    ['REST answers 503 at times', { drop: 0.05, rest: 'Error', restShare: 0.5 }],
    ['the clock of the exchange is 2 s ahead', { drop: 0.05, clockOffsetMs: 2_000 }],
    ['the clock of the exchange is 2 s behind', { drop: 0.05, clockOffsetMs: -2_000 }],
    ['numbers have twenty digits', { values: 'TwentyDigits' }],
    ['numbers are tiny', { values: 'Tiny' }],
    ['numbers are huge', { values: 'Huge' }],
    ['prices are zero', { values: 'Zero' }],
    ['prices are negative', { values: 'Negative' }],
  ])('though %s', async (_name, faults) => {
    await using scene = await Scene.start(settings, { trades: 1_000, tradesPerSecond: 500 });
    scene.exchange.exchange.faults.order({ ...faults, forSeconds: 2 });
    await scene.open();
    await everythingWritten(scene);
  });

  test('though connections are cut all the time', async () => {
    await using scene = await Scene.start(settings, { trades: 2_500, tradesPerSecond: 500 });
    await scene.open();
    for (let cut = 1; cut <= 10; cut += 1) {
      await scene.made(cut * 200);
      scene.exchange.exchange.cut(cut % 2 === 0 ? 'Reset' : 'Close', 10);
    }
    await everythingWritten(scene);
  });

  test('though each connection is replaced after 2 s, without a refill', async () => {
    const limits = { ...binanceStreamLimits, mostAgeMilliseconds: 2_000 };
    await using scene = await Scene.start(settings, {
      trades: 2_500,
      tradesPerSecond: 500,
      collector: { limits },
    });
    await scene.open();
    await everythingWritten(scene);
    expect(scene.collector.link?.connections).toBeGreaterThanOrEqual(3);
    expect(scene.exchange.exchange.state().counts.connectionsCut).toBe(0);
  });

  test('though the server announces that it goes, and goes', async () => {
    await using scene = await Scene.start(settings, { trades: 2_000, tradesPerSecond: 500 });
    await scene.open();
    await scene.made(500);
    const close = scene.exchange.exchange.announceShutdown();
    await vi.waitUntil(() => scene.collector.link?.connections === 2, { timeout: 20_000 });
    close();
    await everythingWritten(scene);
    expect(scene.collector.link?.connections).toBe(2);
  });
});

describe('what stands in the way is told, and heals by itself', () => {
  test('a stream that is open and dumb: trades go on by REST', async () => {
    await using scene = await Scene.start(settings, { trades: 6_000, tradesPerSecond: 500 });
    await scene.open();
    await scene.made(500);
    scene.exchange.exchange.faults.order({ stall: true });
    await scene.told('ExchangeConnected', 'ExchangeUnreachable');
    const { position } = scene.collector.link?.feeds[0] ?? {};
    await vi.waitUntil(
      () => (scene.collector.link?.feeds[0]?.position.lastId ?? 0) > (position?.lastId ?? 0),
      {
        timeout: 20_000,
      },
    );
    scene.exchange.exchange.faults.clear();
    await scene.told('ExchangeConnected', 'Connected');
    await everythingWritten(scene);
  });

  test('a REST that asks for patience', async () => {
    await using scene = await Scene.start(settings, { trades: 2_000, tradesPerSecond: 500 });
    await scene.open();
    await scene.made(300);
    scene.exchange.exchange.faults.order({ drop: 0.1, rest: 'Limited', retryAfterSeconds: 2, forSeconds: 2 });
    const { message } = await scene.told('ExchangeConnected', 'RateLimited');
    expect(message).toMatch(/takes no further requests before \d{4}-/);
    await scene.told('ExchangeConnected', 'Connected');
    await everythingWritten(scene);
  });

  test('a stream that refuses connections', async () => {
    await using scene = await Scene.start(settings, { trades: 3_000, tradesPerSecond: 500 });
    await scene.open();
    await scene.made(300);
    scene.exchange.exchange.faults.order({ refuse: true });
    scene.exchange.exchange.cut('Reset', 10);
    await scene.told('ExchangeConnected', 'ExchangeUnreachable');
    scene.exchange.exchange.faults.clear();
    await scene.told('ExchangeConnected', 'Connected');
    await everythingWritten(scene);
  });

  test('a symbol that the exchange does not know: the others flow', async () => {
    const symbols = ['BTCUSDT', 'NOSUCHCOIN'];
    await using scene = await Scene.start(settings, { trades: 600, tradesPerSecond: 500, symbols });
    const { message, status } = await scene.told('ExchangeConnected', 'ExchangeRefused');
    expect([status, message]).toEqual([
      'False',
      'The exchange does not know NOSUCHCOIN: correct the symbols',
    ]);
    await vi.waitUntil(() => scene.collector.exchangeView().stream.kind === 'Open');
    scene.exchange.exchange.start();
    await scene.made(600);
    const count = scene.truth().get('BTCUSDT')?.length ?? 0;
    expect(count).toBeGreaterThan(0);
    const last = scene.truth().get('BTCUSDT')?.at(-1)?.id;
    await vi.waitUntil(() => scene.collector.link?.feeds[0]?.position.lastId === last, { timeout: 20_000 });
    await scene.collector.outbox.flush();
    expect((await scene.written()).get('BTCUSDT')).toEqual(scene.truth().get('BTCUSDT'));
  });
});
