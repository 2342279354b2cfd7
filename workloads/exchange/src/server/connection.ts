import type { WebSocket } from 'ws';
import type { FaultBoard } from '../faults/fault-board.ts';
import { disturb, drawFate } from '../faults/frame-faults.ts';
import type { Random } from '../market/random.ts';
import { handleControl, type Subscriptions } from '../protocol/control-message.ts';
import { type Frame, frameText } from '../protocol/frames.ts';
import {
  acceptPong,
  checkSession,
  countMessage,
  openSession,
  type Session,
  type SessionAction,
  type SessionLimits,
} from '../protocol/session.ts';
import type { Counters } from './counters.ts';

/** What a connection needs of its server. */
export interface ConnectionPorts {
  readonly now: () => number;
  readonly faults: FaultBoard;
  readonly random: Random;
  readonly limits: SessionLimits;
  readonly counters: Counters;
}

/** How a connection is ended from outside: without a word (1006 at the client), or by a close frame. */
export type CutManner = 'Reset' | 'Close';

// Binance lets go of clients that do not read; an endless buffer would let go of us.
const mostBufferedBytes = 16 * 1024 * 1024;
const goingAway = 1001;
const tooSlow = 1008;

/** One client: applies the session rules and the frame faults to what it sends and gets. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #ports: ConnectionPorts;
  #session: Session;
  #subscriptions: Subscriptions;
  #held: readonly string[] = [];

  constructor(socket: WebSocket, subscriptions: Subscriptions, ports: ConnectionPorts) {
    this.#socket = socket;
    this.#ports = ports;
    this.#subscriptions = subscriptions;
    this.#session = openSession(ports.now());
    socket.on('message', (data) => this.#onMessage(String(data)));
    socket.on('ping', () => this.#count());
    socket.on('pong', (payload) => this.#onPong(payload.toString()));
    // A broken socket is followed by its close event; there is nothing else to do about it.
    socket.on('error', () => socket.terminate());
  }

  get streams(): readonly string[] {
    return this.#subscriptions.streams;
  }

  /** Sends the frames that this client is subscribed to, as far as the faults let them through. */
  deliver(frames: readonly Frame[]): void {
    const { faults, random, counters } = this.#ports;
    const { combined, streams } = this.#subscriptions;
    const wanted = new Set(streams);
    const texts = frames
      .filter((frame) => wanted.has(frame.stream))
      .map((frame) => frameText(frame, combined));
    if (texts.length === 0 && this.#held.length === 0) return;
    const plan = faults.plan();
    const disturbed = disturb(texts, this.#held, () => drawFate(plan, random));
    this.#held = disturbed.held;
    counters.addFates(disturbed.fates);
    this.#sendAll(disturbed.send);
  }

  /** Sends a frame that no fault touches and no subscription is needed for. */
  announce(frame: Frame): void {
    this.#sendAll([frameText(frame, this.#subscriptions.combined)]);
  }

  /** Does what time demands: pings, and ends connections that are deaf or too old. */
  check(): void {
    const checked = checkSession(this.#session, this.#ports.now(), this.#ports.limits);
    this.#session = checked.session;
    this.#act(checked.action);
  }

  end(manner: CutManner): void {
    if (manner === 'Reset') this.#socket.terminate();
    else this.#socket.close(goingAway, 'Going away');
  }

  #sendAll(texts: readonly string[]): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    for (const text of texts) this.#socket.send(text);
    if (this.#socket.bufferedAmount > mostBufferedBytes) this.#socket.close(tooSlow, 'Client is too slow');
  }

  #onMessage(text: string): void {
    if (this.#count() === 'Close') return;
    const outcome = handleControl(text, this.#subscriptions);
    this.#subscriptions = outcome.subscriptions;
    this.#sendAll([outcome.reply]);
  }

  #onPong(payload: string): void {
    this.#count();
    if (!this.#ports.faults.plan().ignorePongs) this.#session = acceptPong(this.#session, payload);
  }

  #count(): SessionAction['kind'] {
    const counted = countMessage(this.#session, this.#ports.now(), this.#ports.limits);
    this.#session = counted.session;
    this.#act(counted.action);
    return counted.action.kind;
  }

  #act(action: SessionAction): void {
    if (action.kind === 'Ping') this.#socket.ping(action.payload);
    if (action.kind === 'Close') this.#socket.close(action.code, action.reason);
  }
}
