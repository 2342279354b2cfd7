import type { Position } from '../sequence/position.ts';
import { type FilledPage, SymbolFeed } from '../sequence/symbol-feed.ts';
import { aTrade } from './trades.ts';

/** A feed, what it handed on, and an exchange whose REST knows `known` of the trades 1, 2, 3, …. */
export class FeedScene {
  /** Milliseconds since the epoch. */
  static readonly start = 1_767_268_800_000;

  now = FeedScene.start;
  known = 0;
  room = Number.POSITIVE_INFINITY;
  readonly emitted: number[] = [];
  readonly anchored: Position[] = [];
  readonly skipped: number[] = [];
  readonly feed: SymbolFeed;

  constructor(position: Position | undefined) {
    this.feed = new SymbolFeed(
      {
        symbol: 'BTCUSDT',
        sink: ({ trade }) => this.emitted.length < this.room && this.emitted.push(trade.id) > 0,
        onSkipped: (_symbol, ranges) => this.skipped.push(...ranges.flatMap(({ from, to }) => [from, to])),
        onAnchored: (_symbol, anchored) => this.anchored.push(anchored),
        random: () => 0.5,
      },
      position,
      this.now,
    );
  }

  live(...ids: readonly number[]): void {
    for (const id of ids) this.feed.live(aTrade(id, { receivedAt: this.now }));
  }

  /** Answers what the feed asks now; returns how many questions there were. */
  answer(pageSize = 1_000): number {
    for (let asked = 0; ; asked += 1) {
      const need = this.feed.need(this.now);
      if (need === undefined) return asked;
      if (need.kind === 'Newest') this.feed.newest(this.#newest(), this.now);
      else this.feed.filled(this.#page(need.from, pageSize), this.now);
    }
  }

  fillUp(): void {
    this.room = this.emitted.length;
  }

  makeRoom(): void {
    this.room = Number.POSITIVE_INFINITY;
    this.feed.roomAgain(this.now);
  }

  after(milliseconds: number): this {
    this.now += milliseconds;
    return this;
  }

  #newest(): Position | undefined {
    return this.known === 0 ? undefined : { lastId: this.known, tradeTime: FeedScene.start + this.known };
  }

  #page(from: number, size: number): FilledPage {
    const first = Math.max(from, 1);
    const ids = Array.from({ length: Math.max(0, this.known - first + 1) }, (_, index) => first + index);
    const trades = ids.slice(0, size).map((id) => aTrade(id, { backfill: true, receivedAt: this.now }));
    return { from, trades, last: ids.length < size, askedAt: this.now };
  }
}
