import { type Bar, decodeBar, encodeBar } from '@pricecast/market';
import { SymbolForecaster } from './models/symbol-forecaster.ts';

/** What is forecast, the same for all symbols. */
export interface ForecastOptions {
  /** Whole minutes. */
  readonly horizonMinutes: readonly number[];
  /** From 0 to 1. */
  readonly levels: readonly number[];
}

/** Minutes that are written down of each symbol: three days, from which the models are learnt anew. */
const keptMinutes = 3 * 1_440;
/** While they are, a model is fitted in turn after so many minutes. */
const refitEvery = 4;
/** Between symbol and slot of an entry; symbols have no dash. */
const separator = '-';

/** The symbols of one partition: a forecaster each, and the bars from which it could be made again. */
export class PartitionState {
  readonly #options: ForecastOptions;
  readonly #forecasters = new Map<string, SymbolForecaster>();
  readonly #changes = new Map<string, string>();

  constructor(options: ForecastOptions) {
    this.#options = options;
  }

  /** The state as takeChanges() wrote it: models learn the bars again. Throws MarketError BAR_INVALID. */
  static restore(options: ForecastOptions, entries: ReadonlyMap<string, string>): PartitionState {
    const state = new PartitionState(options);
    const bars = [...entries.values()].map(decodeBar).sort((left, right) => left.start - right.start);
    for (const [at, bar] of bars.entries()) {
      const forecaster = state.forecasterOf(bar.symbol);
      forecaster.add(bar);
      if (at % refitEvery === 0) forecaster.refitNext();
    }
    for (const forecaster of state.#forecasters.values()) forecaster.refitAll();
    return state;
  }

  forecasterOf(symbol: string): SymbolForecaster {
    const known = this.#forecasters.get(symbol);
    if (known !== undefined) return known;
    const forecaster = new SymbolForecaster(this.#options.horizonMinutes, this.#options.levels);
    this.#forecasters.set(symbol, forecaster);
    return forecaster;
  }

  /** Learns a bar of 60 s; undefined for one that came before. */
  add(bar: Bar): SymbolForecaster | undefined {
    const forecaster = this.forecasterOf(bar.symbol);
    if (!forecaster.add(bar)) return undefined;
    const slot = Math.floor(bar.start / 60_000) % keptMinutes;
    this.#changes.set(`${bar.symbol}${separator}${slot}`, encodeBar(bar));
    return forecaster;
  }

  /** What has changed since the last call, by key. */
  takeChanges(): Map<string, string> {
    const changes = new Map(this.#changes);
    this.#changes.clear();
    return changes;
  }
}
