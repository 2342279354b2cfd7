import { AnomalyWatch } from '../anomaly/anomaly-watch.ts';
import type { MinuteModelState } from '../anomaly/minute-model.ts';
import type { CleanTrade } from '../clean-trade.ts';
import { formatDecimal, multiplyDecimals, parseDecimal } from '../decimal.ts';
import type { Features } from '../features.ts';
import type { Trade } from '../trade.ts';
import { BarBuilder, type ClosedBar } from './bar-builder.ts';
import { spanVolatility, textbookRules, windowFeatures, windowMinutes } from './feature-windows.ts';
import { IdSequence } from './id-sequence.ts';
import { type Minute, minuteMilliseconds, minuteOf } from './minute.ts';
import { MinuteHistory } from './minute-history.ts';
import type { PricedTrade } from './open-bar.ts';
import type { StageOutputs, TradeOutcome } from './outcome.ts';
import type { LiveState, StageChange } from './stage-changes.ts';
import type { StageOptions } from './stage-options.ts';
import { brokenRule, tradeRules } from './trade-rules.ts';

const dayMinutes = 1_440;
const duplicate: TradeOutcome = { kind: 'Duplicate' };
const nothing = [] as const;

/**
 * Everything between a trade and what is published of it, for one symbol of one source. The watermark is that of the
 * symbol: its largest event time less the lateness, so that a symbol whose trades are refilled makes no other late.
 */
export class SymbolStage {
  readonly #symbol: string;
  readonly #options: StageOptions;
  readonly #sequence: IdSequence;
  readonly #seconds: BarBuilder;
  readonly #minutes: BarBuilder;
  readonly #history: MinuteHistory;
  readonly #historyLength: number;
  readonly #watch: AnomalyWatch;
  #newestTime: number;
  #touched = false;
  #newMinutes: Minute[] = [];

  /** Begins with what `changes` say: the newest entry of each key, in any order; none for a new symbol. */
  constructor(symbol: string, options: StageOptions, changes: Iterable<StageChange> = []) {
    const { live, model, minutes } = gather(changes);
    this.#symbol = symbol;
    this.#options = options;
    this.#sequence = new IdSequence(live?.sequence);
    this.#seconds = new BarBuilder(symbol, 1, live?.seconds);
    this.#minutes = new BarBuilder(symbol, 60, live?.minutes);
    this.#historyLength =
      Math.max(dayMinutes, ...options.windowsSeconds.map((s) => 2 * windowMinutes(s))) + 1;
    this.#history = new MinuteHistory(this.#historyLength, minutes);
    this.#watch = new AnomalyWatch(symbol, options.alertsPerDay, live?.watch, model);
    this.#newestTime = live?.newestTime ?? 0;
  }

  /** Event time up to which bars are published, milliseconds since the epoch. */
  get watermark(): number {
    return this.#newestTime - this.#options.latenessSeconds * 1_000;
  }

  /** Takes a trade of valid schema. `now` in milliseconds since the epoch. */
  handle(trade: Trade, now: number): TradeOutcome {
    const rule = brokenRule(trade);
    if (rule !== undefined) {
      return { kind: 'Refused', rule, message: `Trade ${trade.id} of ${trade.symbol} ${tradeRules[rule]}` };
    }
    if (!this.#sequence.isNew(trade.id)) return duplicate;
    const ahead = trade.tradeTime - now;
    if (ahead > this.#options.futureSeconds * 1_000) {
      const seconds = (ahead / 1_000).toFixed(1);
      return {
        kind: 'Future',
        message: `Trade ${trade.id} of ${trade.symbol} lies ${seconds} s ahead of the clock`,
      };
    }
    return this.#accept(trade);
  }

  /** What has changed since the last call, to be written down together with what was published. */
  takeChanges(): readonly StageChange[] {
    if (!this.#touched) return nothing;
    const minutes = this.#newMinutes.map((value) => {
      const key: `minute-${number}` = `minute-${value.index % this.#historyLength}`;
      return { key, value };
    });
    const model = this.#watch.takeModel();
    this.#touched = false;
    this.#newMinutes = [];
    return [
      ...minutes,
      ...(model ? [{ key: 'model' as const, value: model }] : nothing),
      { key: 'live', value: this.#liveState() },
    ];
  }

  #accept(trade: Trade): TradeOutcome {
    this.#touched = true;
    const inOrder = trade.id > (this.#sequence.lastId ?? -1);
    this.#sequence.add(trade.id);
    const priced = price(trade);
    const clean: CleanTrade = { ...trade, quoteQuantity: formatDecimal(priced.quoteQuantity) };
    if (trade.tradeTime < this.watermark) {
      const outputs = { bars: nothing, features: nothing, alerts: nothing };
      return { kind: 'Late', clean: { ...clean, late: true }, ...outputs };
    }
    return { kind: 'Accepted', clean, ...this.#publish(priced, inOrder) };
  }

  #publish(priced: PricedTrade, inOrder: boolean): Omit<StageOutputs, 'clean'> {
    const { tradeTime } = priced.trade;
    this.#seconds.add(priced);
    this.#minutes.add(priced);
    const alerts = inOrder ? this.#watch.add(watched(priced)) : nothing;
    if (tradeTime <= this.#newestTime) return { bars: nothing, features: nothing, alerts };
    this.#newestTime = tradeTime;
    const seconds = this.#seconds.close(this.watermark);
    if (seconds.length === 0) return { bars: nothing, features: nothing, alerts };
    const minutes = this.#minutes.close(this.watermark);
    return {
      bars: [...seconds, ...minutes].map(({ bar }) => bar),
      features: minutes.map((closed) => this.#features(closed)),
      alerts,
    };
  }

  #features(closed: ClosedBar): Features {
    const minute = minuteOf(closed, this.#history.newest);
    this.#history.add(minute);
    this.#newMinutes.push(minute);
    const series = this.#history.series();
    const windows = this.#options.windowsSeconds.map((seconds) => windowFeatures(series, seconds));
    const { close } = series;
    const before = close.at(-2) ?? Number.NaN;
    const logReturn = Math.log(minute.close / before);
    return {
      symbol: this.#symbol,
      time: (minute.index + 1) * minuteMilliseconds,
      close: closed.bar.close,
      logReturn: Number.isFinite(logReturn) ? logReturn : null,
      volume: minute.volume,
      trades: minute.trades,
      windows,
      volatility: spanVolatility(series),
      anomaly: {
        ...textbookRules(series, windows),
        tailProbability: this.#watch.takeProbability(minute.index),
      },
    };
  }

  #liveState(): LiveState {
    return {
      sequence: this.#sequence.state(),
      newestTime: this.#newestTime,
      seconds: this.#seconds.state(),
      minutes: this.#minutes.state(),
      watch: this.#watch.state(),
    };
  }
}

function price(trade: Trade): PricedTrade {
  const quantity = parseDecimal(trade.quantity);
  const quoteQuantity = multiplyDecimals(parseDecimal(trade.price), quantity);
  return { trade, price: Number(trade.price), quantity, quoteQuantity };
}

function watched({ trade, price: priceValue }: PricedTrade) {
  return {
    tradeTime: trade.tradeTime,
    price: trade.price,
    priceValue,
    quantityValue: Number(trade.quantity),
  };
}

function gather(changes: Iterable<StageChange>) {
  let live: LiveState | undefined;
  let model: MinuteModelState | undefined;
  const minutes: Minute[] = [];
  for (const change of changes) {
    if (change.key === 'live') live = change.value;
    else if (change.key === 'model') model = change.value;
    else minutes.push(change.value);
  }
  return { live, model, minutes };
}
