import type { Bar } from '@pricecast/market';
import {
  type HorizonForecast,
  HorizonForecaster,
  type Measures,
  type Standpoint,
} from './horizon-forecaster.ts';
import { MarketView, returnFloor } from './market-view.ts';
import { type GridMinute, MinuteGrid, type MinuteSample } from './minute-sample.ts';
import { momentum } from './price-target.ts';

/** Forecasts of one symbol that rest on one minute. */
export interface SymbolForecast {
  readonly close: number;
  /** End of the minute, milliseconds since the epoch. */
  readonly basedOn: number;
  readonly floors: Standpoint['floors'];
  /** By horizon in minutes. */
  readonly horizons: ReadonlyMap<number, HorizonForecast>;
}

interface Moment {
  readonly standpoint: Standpoint;
  readonly forecasts: ReadonlyMap<number, HorizonForecast>;
}

/** Minutes of returns before anything is forecast. */
const fewestMinutes = 15;
/** Returns that momentum looks back on. */
const momentumMinutes = 60;

/** Learns the minutes of one symbol and forecasts the next ones, over several horizons. */
export class SymbolForecaster {
  readonly #horizons: ReadonlyMap<number, HorizonForecaster>;
  readonly #grid = new MinuteGrid();
  readonly #view = new MarketView();
  readonly #models: readonly { refit(): void }[];
  readonly #length: number;
  /** The newest minutes and what was forecast at the end of each. */
  readonly #minutes: GridMinute[] = [];
  readonly #moments: (Moment | undefined)[] = [];
  #known = 0;
  #nextModel = 0;
  #newest: SymbolForecast | undefined;

  /** Horizons in whole minutes, levels from 0 to 1. */
  constructor(horizonMinutes: readonly number[], levels: readonly number[]) {
    const all = horizonMinutes.map((minutes) => [minutes, new HorizonForecaster(minutes, levels)] as const);
    this.#horizons = new Map(all);
    this.#models = all.flatMap(([, horizon]) => horizon.models);
    this.#length = Math.max(momentumMinutes, ...horizonMinutes) + 1;
  }

  get horizons(): ReadonlyMap<number, HorizonForecaster> {
    return this.#horizons;
  }

  /** Minutes that were learnt from. */
  get minutes(): number {
    return this.#known;
  }

  /** The forecast that rests on the newest minute; undefined while too little is known. */
  get forecast(): SymbolForecast | undefined {
    return this.#newest;
  }

  /** Takes in a bar of 60 s; false for one that came before. */
  add(bar: Bar): boolean {
    const minutes = this.#grid.add(bar);
    for (const minute of minutes) this.#step(minute);
    return minutes.length > 0;
  }

  /** Fits one of the models anew, each in its turn: a minute has time for a few. */
  refitNext(): void {
    this.#models[this.#nextModel]?.refit();
    this.#nextModel = (this.#nextModel + 1) % this.#models.length;
  }

  /** Fits all models anew. */
  refitAll(): void {
    for (const model of this.#models) model.refit();
  }

  #step(minute: GridMinute): void {
    push(this.#minutes, minute, this.#length);
    if (minute !== 'Missing') {
      this.#known += 1;
      this.#view.add(minute);
    }
    this.#learn();
    this.#newest = undefined;
    const moment = minute === 'Missing' ? undefined : this.#look(minute);
    push(this.#moments, moment, this.#length);
  }

  #learn(): void {
    for (const [minutes, horizon] of this.#horizons) {
      const outcome = measure(this.#minutes.slice(-minutes), minutes);
      const moment = this.#moments.at(-minutes);
      const made = moment?.forecasts.get(minutes);
      if (moment !== undefined && made !== undefined && outcome !== undefined) {
        horizon.learn(moment.standpoint, made, outcome);
      }
    }
  }

  #look(minute: MinuteSample): Moment | undefined {
    if (this.#known < fewestMinutes) return undefined;
    const floors = {
      move: returnFloor,
      volume: this.#view.emptyVolume,
      trades: this.#view.emptyTrades,
    };
    const returns = this.#minutes.map((each) => (each === 'Missing' ? 0 : each.logReturn));
    const standpoint = { view: this.#view.at(minute.index), momentum: momentum(returns), floors };
    const forecasts = new Map<number, HorizonForecast>();
    for (const [minutes, horizon] of this.#horizons) {
      const before = measure(this.#minutes.slice(-minutes), 1);
      if (before !== undefined) forecasts.set(minutes, horizon.forecast(standpoint, before));
    }
    this.#newest = { close: minute.close, basedOn: (minute.index + 1) * 60_000, floors, horizons: forecasts };
    return { standpoint, forecasts };
  }
}

function push<T>(all: T[], one: T, length: number): void {
  all.push(one);
  if (all.length > length) all.shift();
}

/** Measures of a stretch; undefined when fewer than `least` minutes of it are known. */
function measure(stretch: readonly GridMinute[], least: number): Measures | undefined {
  const known = stretch.filter((minute) => minute !== 'Missing');
  if (known.length < least) return undefined;
  const sum = (of: (minute: MinuteSample) => number) =>
    known.reduce((total, minute) => total + of(minute), 0);
  return {
    move: sum(({ logReturn }) => Math.abs(logReturn)) / known.length,
    volume: sum(({ volume }) => volume) / known.length,
    trades: sum(({ trades }) => trades) / known.length,
    logReturn: sum(({ logReturn }) => logReturn),
  };
}
