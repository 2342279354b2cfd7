import { describe, expect, test } from 'vitest';
import { acceptPong, binanceSessionLimits, checkSession, countMessage, openSession } from './session.ts';

const limits = binanceSessionLimits;

/** Lets a connection live from 0 to `untilMs`, looked at each second; `answer` sends pongs. */
function live(untilMs: number, answer: (payload: string) => string | undefined) {
  let session = openSession(0);
  const seen: string[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 1_000) {
    const checked = checkSession(session, nowMs, limits);
    session = checked.session;
    if (checked.action.kind === 'Ping') {
      seen.push(`ping at ${nowMs}`);
      session = acceptPong(session, answer(checked.action.payload) ?? 'nothing');
    }
    if (checked.action.kind === 'Close') return [...seen, `closed at ${nowMs}: ${checked.action.reason}`];
  }
  return seen;
}

describe('a connection', () => {
  test('is pinged each 20 s and stays open while it answers', () => {
    expect(live(65_000, (payload) => payload)).toEqual(['ping at 20000', 'ping at 40000', 'ping at 60000']);
  });

  test('is closed 60 s after the first ping that it does not answer', () => {
    expect(live(120_000, () => undefined).at(-1)).toBe('closed at 80000: Pong timeout');
  });

  test('is closed when its pongs carry another payload', () => {
    expect(live(120_000, (payload) => `${payload}0`).at(-1)).toBe('closed at 80000: Pong timeout');
  });

  test('is closed at 24 h though it answers', () => {
    expect(live(25 * 3_600_000, (payload) => payload).at(-1)).toBe(
      'closed at 86400000: Connection is too old',
    );
  });

  test('may answer the newest ping only', () => {
    const pinged = {
      ...openSession(0),
      unanswered: ['a', 'b', 'c'].map((payload) => ({ payload, sentMs: 0 })),
    };
    expect(acceptPong(pinged, 'b').unanswered.map((ping) => ping.payload)).toEqual(['c']);
  });
});

describe('messages of a client', () => {
  const actionsOf = (timesMs: readonly number[]) => {
    let session = openSession(0);
    return timesMs.map((nowMs) => {
      const counted = countMessage(session, nowMs, limits);
      session = counted.session;
      return counted.action.kind;
    });
  };

  test('are taken while there are five or fewer in a second', () => {
    expect(actionsOf([0, 100, 200, 300, 400, 1000, 1100])).not.toContain('Close');
  });

  test('close the connection with the sixth in a second', () => {
    expect(actionsOf([0, 100, 200, 300, 400, 999])).toEqual([...new Array(5).fill('None'), 'Close']);
  });
});
