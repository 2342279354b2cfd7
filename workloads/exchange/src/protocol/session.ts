/** The time limits of a connection; Binance's are {@link binanceSessionLimits}. */
export interface SessionLimits {
  readonly pingEveryMs: number;
  /** A ping that is not answered for so long closes the connection. */
  readonly pongWithinMs: number;
  /** A connection is closed at this age whatever it does. */
  readonly mostAgeMs: number;
  /** Messages, pings and pongs that a client may send within a second. */
  readonly mostMessagesPerSecond: number;
}

export const binanceSessionLimits: SessionLimits = {
  pingEveryMs: 20_000,
  pongWithinMs: 60_000,
  mostAgeMs: 24 * 3_600_000,
  mostMessagesPerSecond: 5,
};

/** What the server remembers of a connection to judge it. */
export interface Session {
  readonly openedMs: number;
  readonly lastPingMs: number;
  /** Pings that nobody has answered yet, oldest first. */
  readonly unanswered: readonly { readonly payload: string; readonly sentMs: number }[];
  /** When the messages of the last second came in. */
  readonly messagesMs: readonly number[];
}

/** What the server has to do with a connection now. */
export type SessionAction =
  | { readonly kind: 'None' }
  | { readonly kind: 'Ping'; readonly payload: string }
  | { readonly kind: 'Close'; readonly code: number; readonly reason: string };

const policyViolation = 1008;
const normalClosure = 1000;

export function openSession(nowMs: number): Session {
  return { openedMs: nowMs, lastPingMs: nowMs, unanswered: [], messagesMs: [] };
}

/** What time alone demands: a ping, or the end of a connection that is deaf or too old. */
export function checkSession(
  session: Session,
  nowMs: number,
  limits: SessionLimits,
): { readonly session: Session; readonly action: SessionAction } {
  const oldest = session.unanswered[0];
  if (oldest !== undefined && nowMs - oldest.sentMs >= limits.pongWithinMs) {
    return { session, action: { kind: 'Close', code: policyViolation, reason: 'Pong timeout' } };
  }
  if (nowMs - session.openedMs >= limits.mostAgeMs) {
    return { session, action: { kind: 'Close', code: normalClosure, reason: 'Connection is too old' } };
  }
  if (nowMs - session.lastPingMs < limits.pingEveryMs) return { session, action: { kind: 'None' } };
  const payload = String(nowMs);
  const unanswered = [...session.unanswered, { payload, sentMs: nowMs }];
  return { session: { ...session, lastPingMs: nowMs, unanswered }, action: { kind: 'Ping', payload } };
}

/** Counts anything that a client sends; more than the limit within one second closes the connection. */
export function countMessage(
  session: Session,
  nowMs: number,
  limits: SessionLimits,
): { readonly session: Session; readonly action: SessionAction } {
  const messagesMs = [...session.messagesMs.filter((sentMs) => nowMs - sentMs < 1000), nowMs];
  const action: SessionAction =
    messagesMs.length > limits.mostMessagesPerSecond
      ? { kind: 'Close', code: policyViolation, reason: 'Too many requests' }
      : { kind: 'None' };
  return { session: { ...session, messagesMs }, action };
}

/** Takes a pong: it answers the ping with its payload and those before; an unasked one answers nothing. */
export function acceptPong(session: Session, payload: string): Session {
  const answered = session.unanswered.findLastIndex((ping) => ping.payload === payload);
  return { ...session, unanswered: session.unanswered.slice(answered + 1) };
}
