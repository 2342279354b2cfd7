import type { Position } from '../sequence/position.ts';

/** What is acknowledged of each symbol, and which of it is not yet written down. */
export class Progress {
  readonly #positions = new Map<string, Position>();
  readonly #changed = new Set<string>();

  /** Takes over an acknowledged trade, or where a feed begins. */
  note(symbol: string, position: Position): void {
    this.#positions.set(symbol, position);
    this.#changed.add(symbol);
  }

  /** Symbols that moved since the last call, with their positions. */
  takeChanges(): [string, Position][] {
    const changes: [string, Position][] = [];
    for (const symbol of this.#changed) {
      const position = this.#positions.get(symbol);
      if (position !== undefined) changes.push([symbol, position]);
    }
    this.#changed.clear();
    return changes;
  }

  /** Takes back changes that could not be written. */
  keepChanges(symbols: Iterable<string>): void {
    for (const symbol of symbols) this.#changed.add(symbol);
  }
}
