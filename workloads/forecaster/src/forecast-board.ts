import type { SymbolForecaster } from './models/symbol-forecaster.ts';

/** A forecaster that spoke lately, and when. */
interface Entry {
  readonly forecaster: SymbolForecaster;
  readonly at: number;
}

/** What is not renewed for so long belongs to another process by now, or to a market that stands still. */
const forgottenAfterMilliseconds = 10 * 60_000;

/** The forecasters of this process by symbol, for metrics and the report. Times in milliseconds since the epoch. */
export class ForecastBoard {
  readonly #entries = new Map<string, Entry>();

  note(symbol: string, forecaster: SymbolForecaster, at: number): void {
    this.#entries.set(symbol, { forecaster, at });
  }

  /** Those that spoke within the last ten minutes. */
  current(now: number): readonly (readonly [symbol: string, forecaster: SymbolForecaster])[] {
    for (const [symbol, { at }] of this.#entries) {
      if (now - at > forgottenAfterMilliseconds) this.#entries.delete(symbol);
    }
    return [...this.#entries].map(([symbol, { forecaster }]) => [symbol, forecaster]);
  }
}
