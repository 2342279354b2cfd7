import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { History } from '../history/history.ts';
import { decodePosition, type Position } from '../history/position.ts';
import { aHistory, type ReceivedEvent, readEvents, record } from '../testing/history.ts';
import { Cursor, type Interest } from './cursor.ts';
import { LiveStream } from './live-stream.ts';

const trades: Interest = { channels: ['trades'], symbols: undefined };

/** A client that keeps what it was sent and can be slow. */
class Client {
  readonly received: ReceivedEvent[] = [];
  readonly stream: LiveStream;
  ended = false;
  room = true;

  constructor(history: History, interest: Interest, lastEventId?: string) {
    const position: Position | undefined =
      lastEventId === undefined ? undefined : decodePosition(lastEventId);
    this.stream = new LiveStream(new Cursor(history, interest, position), {
      write: (text) => {
        this.received.push(...readEvents(text));
        return this.room;
      },
      end: () => {
        this.ended = true;
      },
    });
    this.stream.open({});
  }

  get lastEventId(): string | undefined {
    return this.received.findLast(({ id }) => id !== undefined)?.id;
  }

  of(event: string): unknown[] {
    return this.received.flatMap((received) => (received.event === event ? received.data : []));
  }
}

test('a client that was never connected gets what comes from now on', () => {
  const history = aHistory();
  record(history, 'trades', 0, [1, 2]);
  const client = new Client(history, trades);
  record(history, 'trades', 0, [3, 4]);
  client.stream.pump();
  expect(client.of('trades')).toEqual([3, 4]);
});

test('a client that is cut off before its first message has a place to go on from', () => {
  const history = aHistory();
  const cut = new Client(history, trades);
  record(history, 'trades', 0, [1, 2]);
  expect(new Client(history, trades, cut.lastEventId).of('trades')).toEqual([1, 2]);
});

/** A topic of three partitions, gateways that have read different parts of it, and a client that moves between them. */
class Replicas {
  readonly topic: (number | 'marker')[][] = [[], [], []];
  readonly #histories = [aHistory(), aHistory(), aHistory()];
  readonly #received: ReceivedEvent[] = [];
  #client = new Client(this.#history(0), trades);
  #at = 0;
  published = 0;

  publish(partition: number): void {
    this.topic[partition]?.push(this.published);
    this.published += 1;
  }

  mark(partition: number): void {
    this.topic[partition]?.push('marker');
  }

  /** A gateway reads a partition to its end. */
  read(replica: number, partition: number): void {
    const history = this.#history(replica);
    const from = history.journals('trades')[partition]?.next ?? 0;
    for (const [offset, value] of (this.topic[partition] ?? []).entries()) {
      if (offset < from) continue;
      if (value !== 'marker') record(history, 'trades', partition, [value], offset);
      history.readUpTo('trades', partition, offset + 1);
    }
    this.#client.stream.pump();
  }

  move(replica: number): void {
    const { lastEventId } = this.#client;
    this.#received.push(...this.#client.received);
    this.#at = replica;
    this.#client = new Client(this.#history(replica), trades, lastEventId);
  }

  /** Lets the gateway of the client read everything; returns what the client got over all its connections. */
  finish(): number[] {
    for (const partition of [0, 1, 2]) this.read(this.#at, partition);
    const events = [...this.#received, ...this.#client.received];
    return events.flatMap(({ event, data }) => (event === 'trades' ? (data as number[]) : []));
  }

  #history(replica: number): History {
    return this.#histories[replica] ?? aHistory();
  }
}

test('whatever replicas read and whenever a client moves between them, it gets each message once and in order', () => {
  const step = fc.oneof(
    fc.record({ act: fc.constantFrom('publish' as const, 'mark' as const), partition: fc.nat(2) }),
    fc.record({ act: fc.constant('read' as const), replica: fc.nat(2), partition: fc.nat(2) }),
    fc.record({ act: fc.constant('move' as const), replica: fc.nat(2) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const replicas = new Replicas();
      for (const action of steps) {
        if (action.act === 'read') replicas.read(action.replica, action.partition);
        else if (action.act === 'move') replicas.move(action.replica);
        else replicas[action.act](action.partition);
      }
      const values = replicas.finish();
      const everything = Array.from({ length: replicas.published }, (_, value) => value);
      expect(values.toSorted((left, right) => left - right)).toEqual(everything);
      for (const partition of replicas.topic) {
        const own = partition.filter((value) => value !== 'marker');
        expect(values.filter((value) => own.includes(value))).toEqual(own);
      }
    }),
  );
});

test('a slow client costs nothing while it does not read, and gets everything when it does', () => {
  const history = aHistory();
  const client = new Client(history, trades);
  client.room = false;
  record(history, 'trades', 0, [1]);
  client.stream.pump();
  record(history, 'trades', 0, [2, 3]);
  client.stream.pump();
  expect(client.stream.waits).toBe(true);
  expect(client.of('trades')).toEqual([1]);
  client.room = true;
  client.stream.drained();
  expect(client.of('trades')).toEqual([1, 2, 3]);
});

test('a client that does not read for two heartbeats is let go', () => {
  const client = new Client(aHistory(), trades);
  client.room = false;
  client.stream.tell('health', '[]');
  client.stream.heartbeat();
  expect(client.ended).toBe(false);
  client.stream.heartbeat();
  expect(client.ended).toBe(true);
});

test('a client is told what is no longer kept, and then gets the rest', () => {
  const small = new History(8_000);
  small.belongTo('cluster');
  for (const partition of [0, 1, 2]) small.open('trades', partition, 0);
  const start = new Client(small, trades).lastEventId;
  record(
    small,
    'trades',
    1,
    Array.from({ length: 50 }, (_, index) => index),
  );
  const client = new Client(small, trades, start);
  const journal = small.journals('trades')[1];
  expect(journal?.start).toBeGreaterThan(0);
  expect(client.received.filter(({ event }) => event === 'gap').map(({ data }) => data)).toEqual([
    { reason: 'NoLongerKept', channel: 'trades', partition: 1, from: 0, to: journal?.start },
  ]);
  expect(client.of('trades').at(-1)).toBe(49);
});

test('a position of another Kafka is told to be useless, and the stream begins now', () => {
  const old = aHistory('first-cluster');
  record(old, 'trades', 0, [1, 2, 3]);
  const { lastEventId } = new Client(old, trades);
  const history = aHistory('other-cluster');
  record(history, 'trades', 0, [7]);
  const client = new Client(history, trades, lastEventId);
  expect(client.received.find(({ event }) => event === 'gap')?.data).toEqual({ reason: 'OtherCluster' });
  record(history, 'trades', 0, [8]);
  client.stream.pump();
  expect(client.of('trades')).toEqual([8]);
});

describe('what a client asked for', () => {
  test('other symbols are left out, and are not sent again later either', () => {
    const history = aHistory();
    const one = { channels: ['trades'], symbols: new Set(['ETHUSDT']) } as const;
    const client = new Client(history, one);
    record(history, 'trades', 0, [1], undefined, 'BTCUSDT');
    record(history, 'trades', 0, [2], undefined, 'ETHUSDT');
    client.stream.pump();
    expect(client.of('trades')).toEqual([2]);
    expect(new Client(history, one, client.lastEventId).of('trades')).toEqual([]);
  });

  test('a channel that its position lacks begins now', () => {
    const history = aHistory();
    const { lastEventId } = new Client(history, trades);
    record(history, 'trades', 0, [1]);
    record(history, 'alerts', 0, [9]);
    const both = { channels: ['trades', 'alerts'], symbols: undefined } as const;
    const client = new Client(history, both, lastEventId);
    expect(client.of('trades')).toEqual([1]);
    expect(client.of('alerts')).toEqual([]);
  });

  test('news of other channels do not concern it', () => {
    const { stream } = new Client(aHistory(), trades);
    expect(stream.wants(new Set(['alerts']))).toBe(false);
    expect(stream.wants(new Set(['alerts', 'trades']))).toBe(true);
  });
});

test('messages of several partitions come in the order of their time', () => {
  const history = aHistory();
  const client = new Client(history, trades);
  record(history, 'trades', 0, [1, 3, 5]);
  record(history, 'trades', 1, [2, 4]);
  client.stream.pump();
  expect(client.of('trades')).toEqual([1, 2, 3, 4, 5]);
});
