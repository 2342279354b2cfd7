import { readStageChange, type StageChange, type StageOptions, SymbolStage } from '@pricecast/market';

/** Between symbol and key of an entry; symbols have no dash. */
const separator = '-';

/** The symbols of one partition, each with all that is known of it. */
export class PartitionState {
  readonly #options: StageOptions;
  readonly #stages: Map<string, SymbolStage>;
  readonly #touched = new Set<string>();

  private constructor(options: StageOptions, stages: Map<string, SymbolStage>) {
    this.#options = options;
    this.#stages = stages;
  }

  /** The state as changes() wrote it. Throws MarketError STATE_INVALID for what it did not write. */
  static restore(options: StageOptions, entries: ReadonlyMap<string, string>): PartitionState {
    const bySymbol = new Map<string, StageChange[]>();
    for (const [key, text] of entries) {
      const symbol = key.slice(0, key.indexOf(separator));
      const changes = bySymbol.get(symbol) ?? [];
      if (changes.length === 0) bySymbol.set(symbol, changes);
      changes.push(readStageChange(text));
    }
    const stages = [...bySymbol].map(
      ([symbol, changes]) => [symbol, new SymbolStage(symbol, options, changes)] as const,
    );
    return new PartitionState(options, new Map(stages));
  }

  /** The stage of a symbol, which will have changed. */
  stageOf(symbol: string): SymbolStage {
    this.#touched.add(symbol);
    const known = this.#stages.get(symbol);
    if (known !== undefined) return known;
    const stage = new SymbolStage(symbol, this.#options);
    this.#stages.set(symbol, stage);
    return stage;
  }

  /** What has changed since the last call, by key. */
  takeChanges(): Map<string, string> {
    const changes = new Map<string, string>();
    for (const symbol of this.#touched) {
      for (const change of this.#stages.get(symbol)?.takeChanges() ?? []) {
        changes.set(`${symbol}${separator}${change.key}`, JSON.stringify(change));
      }
    }
    this.#touched.clear();
    return changes;
  }
}
