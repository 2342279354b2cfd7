import type { Alert, AlertKind } from '../alert.ts';
import { minuteMilliseconds } from '../stage/minute.ts';
import {
  type AlertEpisode,
  afterMinute,
  openAlert,
  type Sighting,
  updateAlert,
  updateFactor,
} from './alert-episode.ts';
import { MinuteModel, type MinuteModelState, type MinuteView, type Oddness } from './minute-model.ts';

/** The minute that is under way and the alert that is open, as plain JSON. */
export interface AnomalyWatchState {
  /** Whole minutes since the epoch to the start of this minute; null before the first trade. */
  readonly minute: number | null;
  /** Last price of the minute before; null in the first minute. */
  readonly reference: number | null;
  readonly lastPrice: number;
  readonly move: number;
  readonly volume: number;
  readonly episode: AlertEpisode | null;
  /** UTC day, in days since the epoch, and how many alerts were opened in it. */
  readonly day: number;
  readonly openedToday: number;
  /** Odd minutes that opened no alert because the budget of the day was spent. */
  readonly suppressed: number;
  /** Probabilities of complete minutes that nobody has asked for yet, oldest first. */
  readonly judged: readonly JudgedMinute[];
}

/** How improbable a complete minute was, judged before anything was learnt from it. */
export type JudgedMinute = readonly [minute: number, probability: number];

/** A trade as the watch sees it. */
export interface WatchedTrade {
  readonly tradeTime: number;
  readonly price: string;
  readonly priceValue: number;
  readonly quantityValue: number;
}

/** After so many minutes without a trade the market is another one: its return is not learnt from. */
const longestSilenceMinutes = 60;
/** Minutes of a day that lie beyond the bounds, as a share of the budget: several of them make one alert. */
const spentOnAverage = 0.9;
/** A minute is calm when its probability is so many times that which opens an alert. */
const calmFactor = 16;
/** Each alert of a day makes the next one ask for a probability that is less by this factor. */
const costFactor = 0.9;

/** A bar is published an hour late at most. */
const mostJudged = 64;

const none: readonly Alert[] = [];
const startState: AnomalyWatchState = {
  minute: null,
  reference: null,
  lastPrice: 0,
  move: 0,
  volume: 0,
  episode: null,
  day: 0,
  openedToday: 0,
  suppressed: 0,
  judged: [],
};

/**
 * Watches the trades of one symbol, in order, and tells of minutes that are odd while they are under way. Between
 * minutes it learns; within one a trade costs two comparisons. At most `alertsPerDay` alerts are opened in a UTC day.
 */
export class AnomalyWatch {
  readonly #symbol: string;
  readonly #alertsPerDay: number;
  readonly #model: MinuteModel;
  #state: AnomalyWatchState;
  #bounds: MinuteView = { move: Number.POSITIVE_INFINITY, volume: Number.POSITIVE_INFINITY };
  #move = 0;
  #volume = 0;
  #lastPrice = 0;
  #learnt = false;

  constructor(symbol: string, alertsPerDay: number, state = startState, model?: MinuteModelState) {
    this.#symbol = symbol;
    this.#alertsPerDay = alertsPerDay;
    this.#model = new MinuteModel(model);
    this.#state = state;
    this.#move = state.move;
    this.#volume = state.volume;
    this.#lastPrice = state.lastPrice;
    this.#setBounds();
  }

  /** Takes a trade; gives the steps of alerts that it causes. */
  add(trade: WatchedTrade): readonly Alert[] {
    const minute = Math.floor(trade.tradeTime / minuteMilliseconds);
    const ended = minute === this.#state.minute ? none : this.#turn(minute);
    this.#lastPrice = trade.priceValue;
    this.#volume += trade.quantityValue;
    const { reference } = this.#state;
    const move = reference === null ? 0 : Math.abs(Math.log(trade.priceValue / reference));
    if (move > this.#move) this.#move = move;
    if (move < this.#bounds.move && this.#volume < this.#bounds.volume) return ended;
    const step = this.#odds(trade, move);
    return step === undefined ? ended : [...ended, step];
  }

  /** Changes with every trade. */
  state(): AnomalyWatchState {
    return { ...this.#state, move: this.#move, volume: this.#volume, lastPrice: this.#lastPrice };
  }

  /** What was learnt, when that has changed since the last call: once a minute. */
  takeModel(): MinuteModelState | undefined {
    if (!this.#learnt) return undefined;
    this.#learnt = false;
    return this.#model.state();
  }

  /** Probability of a complete minute; null while there is too little to judge by. Minutes up to it are forgotten. */
  takeProbability(minute: number): number | null {
    const { judged } = this.#state;
    const found = judged.find(([index]) => index === minute);
    this.#state = { ...this.#state, judged: judged.filter(([index]) => index > minute) };
    return found?.[1] ?? null;
  }

  #turn(minute: number): readonly Alert[] {
    const { minute: before } = this.#state;
    const ended = before === null ? none : this.#endMinutes(before, minute);
    const day = Math.floor((minute * minuteMilliseconds) / 86_400_000);
    this.#state = {
      ...this.#state,
      minute,
      reference: before === null ? null : this.#lastPrice,
      ...(day === this.#state.day ? {} : { day, openedToday: 0 }),
    };
    this.#move = 0;
    this.#volume = 0;
    this.#setBounds();
    return ended;
  }

  /** The minute that was under way and empty ones behind it, up to `until`. */
  #endMinutes(first: number, until: number): readonly Alert[] {
    const alerts: Alert[] = [];
    const last = Math.min(until, first + longestSilenceMinutes);
    for (let minute = first; minute < last; minute += 1) {
      const resolved = this.#endMinute(minute, minute === first);
      if (resolved !== undefined) alerts.push(resolved);
    }
    return alerts;
  }

  #endMinute(minute: number, traded: boolean): Alert | undefined {
    const { reference, episode } = this.#state;
    const view = traded ? { move: this.#move, volume: this.#volume } : { move: 0, volume: 0 };
    const { probability } = this.#model.oddness(view);
    if (traded && this.#model.warm) this.#judge(minute, probability);
    const calm = probability > calmFactor * this.#threshold(0);
    this.#learnt = true;
    if (reference !== null) this.#model.learn(view, traded ? Math.log(this.#lastPrice / reference) : 0);
    if (episode === null) return undefined;
    const after = afterMinute(episode, calm, (minute + 1) * minuteMilliseconds);
    this.#state = { ...this.#state, episode: after.episode };
    return after.resolved;
  }

  #judge(minute: number, probability: number): void {
    const judged: JudgedMinute[] = [...this.#state.judged, [minute, Number(probability.toPrecision(3))]];
    this.#state = { ...this.#state, judged: judged.slice(-mostJudged) };
  }

  #odds(trade: WatchedTrade, move: number): Alert | undefined {
    const oddness = this.#model.oddness({ move, volume: this.#volume });
    const sighting = this.#sighting(trade, oddness);
    const { episode } = this.#state;
    if (episode !== null) return this.#publish(updateAlert(episode, sighting));
    if (this.#state.openedToday >= this.#alertsPerDay) {
      this.#state = { ...this.#state, suppressed: this.#state.suppressed + 1 };
      this.#bounds = { move: Number.POSITIVE_INFINITY, volume: Number.POSITIVE_INFINITY };
      return undefined;
    }
    this.#state = { ...this.#state, openedToday: this.#state.openedToday + 1 };
    return this.#publish(openAlert(sighting));
  }

  #publish(episode: AlertEpisode): Alert {
    this.#state = { ...this.#state, episode };
    this.#setBounds();
    return episode.alert;
  }

  #sighting({ tradeTime, price, priceValue }: WatchedTrade, oddness: Oddness): Sighting {
    const { reference } = this.#state;
    const logReturn = reference === null ? 0 : Math.log(priceValue / reference);
    const usual = this.#model.usualVolume;
    return {
      symbol: this.#symbol,
      time: tradeTime,
      probability: Math.max(oddness.probability, Number.MIN_VALUE),
      kind: kindOf(oddness, this.#threshold(0)),
      price,
      logReturn,
      returnSigmas: logReturn / this.#model.sigma,
      volume: this.#volume,
      volumeChange: usual > 0 ? this.#volume / usual - 1 : null,
    };
  }

  #setBounds(): void {
    if (this.#model.warm) this.#bounds = this.#model.bounds(this.#wantedProbability());
  }

  /** How improbable a trade has to make the minute before somebody hears of it. */
  #wantedProbability(): number {
    const { episode, openedToday } = this.#state;
    if (episode === null) return this.#threshold(openedToday);
    const toldMinute = Math.floor(episode.alert.time / minuteMilliseconds);
    if (toldMinute !== this.#state.minute) return this.#threshold(0);
    return episode.alert.tailProbability * updateFactor;
  }

  #threshold(opened: number): number {
    return ((spentOnAverage * this.#alertsPerDay) / 1_440) * costFactor ** opened;
  }
}

function kindOf({ moveProbability, volumeProbability }: Oddness, threshold: number): AlertKind {
  const odd = (probability: number) => 2 * probability <= threshold;
  if (odd(moveProbability) && odd(volumeProbability)) return 'PriceAndVolume';
  return moveProbability <= volumeProbability ? 'PriceJump' : 'VolumeSpike';
}
