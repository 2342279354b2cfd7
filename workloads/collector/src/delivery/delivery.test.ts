import { decodeTrade } from '@pricecast/market';
import { EventRate } from '@pricecast/runtime';
import {
  defaultLimits,
  messageBytes,
  type OutgoingMessage,
  type Sender,
  StreamError,
} from '@pricecast/stream';
import { describe, expect, test } from 'vitest';
import { aTrade } from '../testing/trades.ts';
import { checkpointKey, checkpointMessage, readCheckpoint } from './checkpoint.ts';
import { ClockSkew } from './clock-skew.ts';
import { DeliveryRecord } from './delivery-record.ts';
import { Outbox } from './outbox.ts';
import { tradeBytes, tradeMessage } from './trade-message.ts';

const noon = Date.UTC(2026, 0, 1, 12);
const envelope = { topic: 'trades', source: 'binance', traceOrigin: '00f067aa0ba902b7' };

describe('a trade message', () => {
  test('has the symbol as key, the event time as CreateTime and the decimals as they came', () => {
    const trade = aTrade(7);
    const message = tradeMessage(envelope, trade, 255);
    expect(message).toMatchObject({
      topic: 'trades',
      key: 'BTCUSDT',
      timestamp: trade.trade.tradeTime,
    });
    expect(decodeTrade(message.value)).toEqual(trade.trade);
    expect(message.headers).toEqual({
      'content-type': 'application/json',
      schema: 'trade/1',
      source: 'binance',
      'ingest-time': String(trade.receivedAt),
      traceparent: '00-00f067aa0ba902b700000000000000ff-00000000000000ff-00',
    });
  });

  test('is never larger than it was estimated', () => {
    const id = Number.MAX_SAFE_INTEGER;
    const largest = aTrade(id, { backfill: true, originalTime: id, receivedAt: id });
    const trade = {
      ...largest.trade,
      symbol: 'A'.repeat(30),
      firstTradeId: id,
      lastTradeId: id,
      tradeTime: id,
    };
    const source = 'a-source-with-a-name-of-63-characters'.padEnd(63, 'x');
    const message = tradeMessage({ ...envelope, source }, { ...largest, trade }, id);
    expect(messageBytes(message)).toBeLessThanOrEqual(tradeBytes(trade));
  });
});

describe('a checkpoint', () => {
  test('is read as it was written', () => {
    const position = { lastId: 42, tradeTime: noon };
    const key = checkpointKey('binance', 'BTCUSDT');
    expect(readCheckpoint(checkpointMessage('state', key, position, noon).value)).toEqual(position);
  });

  test.each([
    ['a tombstone', undefined],
    ['no JSON', 'lastId=42'],
    ['a later form without the id', '{"tradeTime":1}'],
    ['an id that is a text', '{"lastId":"42","tradeTime":1}'],
  ])('that is %s is none', (_name, value) => {
    expect(readCheckpoint(value)).toBeUndefined();
  });
});

test('the rate of events is that of the last ten whole seconds', () => {
  const rate = new EventRate(noon);
  expect(rate.perSecond(noon + 999)).toBeUndefined();
  for (let second = 0; second < 60; second += 1) rate.add(second < 50 ? 10 : 100, noon + second * 1_000);
  expect(rate.perSecond(noon + 55_000)).toBe(55);
  expect(rate.perSecond(noon + 60_000)).toBe(100);
  expect(rate.perSecond(noon + 90_000)).toBe(0);
});

describe('lag', () => {
  const delivered = aTrade(1);
  const record = new DeliveryRecord(noon);
  record.note([delivered], delivered.trade.tradeTime + 250);
  const now = delivered.trade.tradeTime + 500;

  test.each([
    ['nothing waits: the delay of the last delivery', { oldestEventTime: undefined }, now, 0.25],
    ['a trade waits: its age', { oldestEventTime: now - 4_000 }, now, 4],
    ['nothing happened lately: none', { oldestEventTime: undefined }, now + 60_000, 0],
    ['the clock of the exchange is ahead: none', { oldestEventTime: now + 70_000 }, now + 60_000, 0],
  ])('when %s', (_name, backlog, at, seconds) => {
    expect(record.lagSeconds(backlog, at)).toBe(seconds);
  });
});

test('the skew of the clocks is the least delay of a frame over the last minutes', () => {
  const skew = new ClockSkew();
  expect(skew.milliseconds).toBeUndefined();
  skew.add(noon, noon - 1_980);
  skew.add(noon + 100, noon - 1_000);
  expect(skew.milliseconds).toBe(-1_980);
  for (let second = 1; second < 200; second += 1) skew.add(noon + second * 1_000, noon + second * 1_000 + 15);
  expect(skew.milliseconds).toBe(15);
});

describe('an outbox', () => {
  function outboxOf(sender: Sender, queueMessages = 10) {
    const delivered: number[] = [];
    let rooms = 0;
    const outbox = new Outbox({
      sender,
      limits: {
        ...defaultLimits,
        lingerMilliseconds: 1,
        queue: { messages: queueMessages, bytes: 10_000_000 },
      },
      envelope,
      stateTopic: 'state',
      onDelivered: (trades) => delivered.push(...trades.map(({ trade }) => trade.id)),
      onRoom: () => {
        rooms += 1;
      },
      onFailure: () => undefined,
      now: () => noon,
      random: () => 0,
    });
    return { outbox, delivered, rooms: () => rooms };
  }

  function recorder() {
    const sent: OutgoingMessage[] = [];
    const sender: Sender = {
      send: async (batch) => void sent.push(...batch),
      close: async () => undefined,
    };
    const positions = () =>
      sent
        .filter(({ topic }) => topic === 'state')
        .map(({ key, value }) => [key, readCheckpoint(value)?.lastId]);
    return { sender, sent, positions };
  }

  test('writes down what is acknowledged, and nothing else', async () => {
    const { sender, positions } = recorder();
    const { outbox, delivered } = outboxOf(sender);
    for (const id of [1, 2, 3]) outbox.offer(aTrade(id));
    outbox.writeCheckpoints();
    await outbox.flush();
    expect(delivered).toEqual([1, 2, 3]);
    expect(positions()).toEqual([['binance/BTCUSDT', 3]]);
    outbox.writeCheckpoints();
    await outbox.flush();
    expect(positions()).toHaveLength(1);
    await outbox.close();
  });

  test('writes down by itself what is much', async () => {
    const { sender, positions } = recorder();
    const { outbox } = outboxOf(sender, 5_000);
    for (let id = 1; id <= 2_500; id += 1) outbox.offer(aTrade(id));
    await expect.poll(() => positions().length).toBeGreaterThan(0);
    await outbox.close();
  });

  test('calls a symbol safe once Kafka holds where it begins', async () => {
    const { sender, positions } = recorder();
    const { outbox } = outboxOf(sender);
    expect(outbox.isSafe('BTCUSDT')).toBe(false);
    outbox.anchor('BTCUSDT', { lastId: 99, tradeTime: noon });
    await outbox.flush();
    expect(outbox.isSafe('BTCUSDT')).toBe(true);
    expect(positions()).toEqual([['binance/BTCUSDT', 99]]);
    await outbox.close();
  });

  test('takes nothing after a refusal before half of the queue is free', async () => {
    const gate = Promise.withResolvers<void>();
    const { sender, sent } = recorder();
    const slow: Sender = { ...sender, send: (batch) => gate.promise.then(() => sender.send(batch)) };
    const { outbox, rooms } = outboxOf(slow, 4);
    expect([1, 2, 3, 4, 5].map((id) => outbox.offer(aTrade(id)))).toEqual([true, true, true, true, false]);
    expect(rooms()).toBe(0);
    gate.resolve();
    await outbox.flush();
    expect(rooms()).toBe(1);
    expect(outbox.offer(aTrade(5))).toBe(true);
    await outbox.flush();
    const ids = sent.filter(({ topic }) => topic === 'trades').map(({ value }) => decodeTrade(value).id);
    expect(ids).toEqual([1, 2, 3, 4, 5]);
    await outbox.close();
  });

  test('keeps a checkpoint for later when the queue has no room for it', async () => {
    const gate = Promise.withResolvers<void>();
    const { sender, positions } = recorder();
    let blocked = true;
    const failing: Sender = {
      ...sender,
      send: (batch) => (blocked ? gate.promise : Promise.resolve()).then(() => sender.send(batch)),
    };
    const { outbox } = outboxOf(failing, 2);
    outbox.offer(aTrade(1));
    outbox.offer(aTrade(2));
    outbox.anchor('ETHUSDT', { lastId: 5, tradeTime: noon });
    blocked = false;
    gate.resolve();
    await outbox.flush();
    expect(positions()).toContainEqual(['binance/ETHUSDT', 5]);
    await outbox.close();
  });

  test('shows why nothing is acknowledged', async () => {
    const gone = new StreamError('BROKER_UNREACHABLE', 'gone');
    const { outbox } = outboxOf({ send: () => Promise.reject(gone), close: async () => undefined });
    outbox.offer(aTrade(1));
    await expect.poll(() => outbox.state.failure?.error).toBe(gone);
    await outbox.close();
  });
});
