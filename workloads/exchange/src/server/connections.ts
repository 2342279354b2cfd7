import type { Frame } from '../protocol/frames.ts';
import type { Connection, CutManner } from './connection.ts';

/** The clients that are connected now. */
export class Connections {
  readonly #open = new Set<Connection>();

  get size(): number {
    return this.#open.size;
  }

  add(connection: Connection): void {
    this.#open.add(connection);
  }

  remove(connection: Connection): void {
    this.#open.delete(connection);
  }

  /** Streams that somebody is subscribed to. */
  streams(): readonly string[] {
    return [...new Set([...this.#open].flatMap((connection) => connection.streams))].sort();
  }

  deliver(frames: readonly Frame[]): void {
    for (const connection of this.#open) connection.deliver(frames);
  }

  /** Sends a frame to everybody and says who that was. */
  announce(frame: Frame): readonly Connection[] {
    const told = [...this.#open];
    for (const connection of told) connection.announce(frame);
    return told;
  }

  check(): void {
    for (const connection of this.#open) connection.check();
  }

  /** Ends up to `count` connections, oldest first, and says how many those were. */
  end(manner: CutManner, count: number): number {
    const chosen = [...this.#open].slice(0, count);
    for (const connection of chosen) connection.end(manner);
    return chosen.length;
  }
}
