import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SocketListener } from './exchange-socket.ts';
import { binanceStreamLimits, ExchangeStream } from './exchange-stream.ts';

/** A connection whose other end the test plays. */
interface Wire extends SocketListener {
  closed: boolean;
}

/** A stream, the connections that it opened and the frames that it handed on. */
function scene() {
  const wires: Wire[] = [];
  const frames: string[] = [];
  let opened = 0;
  const stream = new ExchangeStream({
    open: (listener) => {
      const wire = { ...listener, closed: false };
      wires.push(wire);
      return {
        close: () => {
          wire.closed = true;
        },
      };
    },
    limits: binanceStreamLimits,
    onFrame: (text) => frames.push(text),
    onOpen: () => {
      opened += 1;
    },
    onChange: () => undefined,
    now: Date.now,
    random: () => 0.5,
  });
  const wire = (number: number): Wire => {
    const found = wires[number - 1];
    if (found === undefined) throw new Error(`there is no connection ${number}`);
    return found;
  };
  return { stream, wires, wire, frames, opened: () => opened };
}

type Scene = ReturnType<typeof scene>;

/** A connection that is open and has brought a frame. */
function steady(after: Scene, number: number): void {
  after.wire(number).onOpen();
  after.wire(number).onFrame('first');
  vi.advanceTimersByTime(5_000);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a lost connection', () => {
  test('is opened again after a moment, and what was open long is forgiven', () => {
    const at = scene();
    at.stream.start();
    for (let cut = 1; cut <= 30; cut += 1) {
      steady(at, cut);
      at.wire(cut).onClose('closed with 1006');
      expect(at.stream.state).toMatchObject({ kind: 'Waiting', attempts: 1, why: 'closed with 1006' });
      vi.advanceTimersByTime(250);
      expect(at.wires).toHaveLength(cut + 1);
    }
    expect(at.opened()).toBe(30);
  });

  test('that cannot be opened is tried without end, more and more rarely', () => {
    const at = scene();
    at.stream.start();
    const lostAt = Date.now();
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      at.wire(attempt).onClose('connect ECONNREFUSED');
      const before = Date.now();
      while (at.wires.length === attempt) vi.advanceTimersByTime(50);
      pauses.push(Date.now() - before);
    }
    expect(pauses[0]).toBeLessThanOrEqual(250);
    expect(pauses.at(-1)).toBeGreaterThan(15_000);
    expect(pauses.at(-1)).toBeLessThanOrEqual(30_000);
    expect(at.stream.state).toMatchObject({ kind: 'Waiting', since: lostAt, attempts: 50 });
  });

  test('that is closed again at once is not hammered', () => {
    const at = scene();
    at.stream.start();
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      at.wire(attempt).onOpen();
      at.wire(attempt).onFrame('hello');
      at.wire(attempt).onClose('closed with 1008');
      while (at.wires.length === attempt) vi.advanceTimersByTime(50);
    }
    expect(at.stream.state).toMatchObject({ attempts: 8 });
  });
});

describe('a connection that has to go', () => {
  test('stays until its successor has brought a frame', () => {
    const at = scene();
    at.stream.start();
    steady(at, 1);
    at.stream.replace();
    at.wire(2).onOpen();
    at.wire(1).onFrame('from the old one');
    expect(at.wire(1).closed).toBe(false);
    at.wire(2).onFrame('from the new one');
    expect(at.wire(1).closed).toBe(true);
    expect(at.frames).toEqual(['first', 'from the old one', 'from the new one']);
    expect(at.stream.state.kind).toBe('Open');
  });

  test('goes after a while when both are silent', () => {
    const at = scene();
    at.stream.start();
    steady(at, 1);
    at.stream.replace();
    at.wire(2).onOpen();
    vi.advanceTimersByTime(10_000);
    expect(at.wire(1).closed).toBe(true);
    expect(at.wire(2).closed).toBe(false);
  });

  test('has one successor at a time', () => {
    const at = scene();
    at.stream.start();
    steady(at, 1);
    at.stream.replace();
    at.stream.replace();
    expect(at.wires).toHaveLength(2);
  });

  test('gets another successor when the first one fails', () => {
    const at = scene();
    at.stream.start();
    steady(at, 1);
    at.stream.replace();
    at.wire(2).onClose('connect ETIMEDOUT');
    expect(at.stream.state.kind).toBe('Open');
    vi.advanceTimersByTime(1_000);
    expect(at.wires).toHaveLength(3);
  });

  test('may die before its successor is open', () => {
    const at = scene();
    at.stream.start();
    steady(at, 1);
    at.stream.replace();
    at.wire(1).onClose('closed with 1001');
    expect(at.stream.state.kind).toBe('Connecting');
    at.wire(2).onOpen();
    expect(at.stream.state.kind).toBe('Open');
    vi.advanceTimersByTime(60_000);
    expect(at.wires).toHaveLength(2);
  });

  test('is replaced before the exchange closes it after a day', () => {
    const at = scene();
    at.stream.start();
    steady(at, 1);
    vi.advanceTimersByTime(21 * 3_600_000);
    expect(at.wires).toHaveLength(1);
    vi.advanceTimersByTime(2 * 3_600_000);
    expect(at.wires).toHaveLength(2);
  });
});

test('a stopped stream closes its connection and opens no other', () => {
  const at = scene();
  at.stream.start();
  steady(at, 1);
  at.stream.stop();
  at.wire(1).onClose('closed with 1006');
  vi.advanceTimersByTime(100 * 3_600_000);
  expect(at.wire(1).closed).toBe(true);
  expect(at.wires).toHaveLength(1);
});
