import {
  type ForecastInput,
  type GateSettings,
  judgedLevel,
  judgeForecast,
  noSkill,
  OutcomeJudge,
} from '@pricecast/decision';
import { AheadForecaster, commonSeasons } from '@pricecast/forecast';
import { metricLagSeconds, type World } from '../world.ts';
import { RowFeed } from './row-feed.ts';

/** What may be asked of forecasts. */
export interface ForecastOptions {
  /** Every forecast is kept, so that several runs over the same world can share them. */
  readonly remember?: boolean;
  /** Forecasts are judged as the adapter judges them; without it nothing is said of their skill. */
  readonly gate?: GateSettings;
}

/** Forecasts as the adapter would have made them with each row that came. */
export class Forecasts {
  readonly #startupSeconds: number;
  readonly #gateSettings: GateSettings | undefined;
  readonly #feed: RowFeed;
  readonly #forecaster: AheadForecaster;
  readonly #remembered: ForecastInput[] | undefined;
  readonly #judge: OutcomeJudge;
  #gate = noSkill;
  #newest: ForecastInput = tooShort(0);
  #samples = 0;
  #row = -1;

  constructor(world: World, startupSeconds: number, { remember = false, gate }: ForecastOptions = {}) {
    this.#gateSettings = gate;
    this.#startupSeconds = startupSeconds;
    this.#feed = new RowFeed(world);
    const { stepSeconds } = this.#feed;
    const from = (metricLagSeconds + startupSeconds) / stepSeconds;
    const window = { from, to: from + 1 };
    this.#judge = new OutcomeJudge(window, judgedLevel);
    this.#forecaster = new AheadForecaster({
      window,
      seasons: commonSeasons(stepSeconds),
    });
    this.#remembered = remember ? [] : undefined;
  }

  /** The forecast once `row` has come; rows are asked for in order, remembered ones at any time. */
  at(row: number, now: number): ForecastInput {
    const remembered = this.#remembered?.[row];
    if (remembered !== undefined) return remembered;
    if (row !== this.#row) this.#observe(row, now);
    if (this.#remembered !== undefined) this.#remembered[row] = this.#newest;
    return this.#newest;
  }

  /** Whether the gate lets the newest forecast act, judged by all forecasts before. */
  get armed(): boolean {
    return this.#gate.armed;
  }

  #observe(row: number, now: number): void {
    this.#feed.advance(row, (sample) => {
      this.#forecaster.add(sample);
      this.#samples += 1;
      this.#judgeWith(sample);
    });
    this.#row = row;
    const outlook = this.#forecaster.forecast();
    if (outlook !== undefined && this.#gateSettings !== undefined) this.#judge.promiseOf(outlook);
    // Until the next forecast is there, or until the pods of this one serve, whichever is later.
    const until = 1_000 * (now + Math.max(this.#startupSeconds, this.#feed.stepSeconds));
    this.#newest =
      outlook === undefined
        ? tooShort(this.#samples)
        : { type: 'Available', madeAt: 1_000 * now, until, outlook };
  }

  #judgeWith(sample: number | null): void {
    const settings = this.#gateSettings;
    if (settings === undefined) return;
    for (const outcome of this.#judge.add(sample)) this.#gate = judgeForecast(this.#gate, outcome, settings);
  }
}

const tooShort = (samples: number): ForecastInput => ({
  type: 'Unavailable',
  reason: 'HistoryTooShort',
  message: `${samples} samples were seen so far.`,
});
