import type { Alert, Bar, CleanTrade, Prediction } from '@pricecast/market';
import type { Snapshot } from './answers.ts';
import type { Drawing } from './charts.ts';
import { chartLines, holesOf } from './lines.ts';

/** How much time a chart shows. */
export interface Range {
  readonly intervalSeconds: 1 | 60;
  readonly pastSeconds: number;
  readonly futureSeconds: number;
  /** Horizon whose past forecasts are shown as a band. */
  readonly horizonSeconds: number;
}

export const ranges: Readonly<Record<'short' | 'long', Range>> = {
  short: { intervalSeconds: 1, pastSeconds: 300, futureSeconds: 75, horizonSeconds: 60 },
  long: { intervalSeconds: 60, pastSeconds: 3_600, futureSeconds: 960, horizonSeconds: 300 },
};

const keptSeconds = 7_200;

/** What is known of the symbol on the screen; messages that come twice change nothing. */
export class SymbolView {
  readonly #bars = { 1: new Map<number, Bar>(), 60: new Map<number, Bar>() };
  readonly #open = new Map<number, number>();
  readonly #predictions = new Map<string, Prediction>();
  readonly #alerts = new Map<string, Alert>();
  #lastTrade: CleanTrade | undefined;

  /** Takes in everything that a gateway keeps. */
  load({ latest, seconds, minutes, predictions, alerts }: Snapshot): void {
    for (const bar of [...seconds, ...minutes]) this.addBar(bar);
    for (const prediction of predictions) this.addPrediction(prediction);
    for (const alert of alerts) this.addAlert(alert);
    for (const trade of latest) this.addTrade(trade);
  }

  get lastTrade(): CleanTrade | undefined {
    return this.#lastTrade;
  }

  get alerts(): readonly Alert[] {
    return [...this.#alerts.values()];
  }

  addTrade(trade: CleanTrade): void {
    if (trade.id < (this.#lastTrade?.id ?? 0)) return;
    this.#lastTrade = trade;
    const second = Math.ceil((trade.tradeTime + 1) / 1_000);
    if (!this.#bars[1].has((second - 1) * 1_000)) this.#open.set(second, Number(trade.price));
  }

  addBar(bar: Bar): void {
    const bars = this.#bars[bar.intervalSeconds === 1 ? 1 : 60];
    bars.set(bar.start, bar);
    // A bar says more than the trades did, and bars come in order.
    const end = bar.start / 1_000 + bar.intervalSeconds;
    if (bar.intervalSeconds === 1)
      for (const second of this.#open.keys()) if (second <= end) this.#open.delete(second);
    const [oldest] = bars.keys();
    if (oldest !== undefined && bar.start - oldest > keptSeconds * 1_000) bars.delete(oldest);
  }

  addPrediction(prediction: Prediction): void {
    if (prediction.target !== 'Price') return;
    this.#predictions.set(`${prediction.horizonSeconds}/${prediction.basedOn}`, prediction);
    const [oldest] = this.#predictions.keys();
    if (oldest !== undefined && this.#predictions.size > 1_000) this.#predictions.delete(oldest);
  }

  addAlert(alert: Alert): void {
    const known = this.#alerts.get(alert.id);
    if (known === undefined || alert.time >= known.time) this.#alerts.set(alert.id, alert);
  }

  /** What the charts draw of a range that ends now; `now` in seconds since the epoch. */
  drawing(range: Range, now: number): Drawing {
    const { intervalSeconds, pastSeconds, futureSeconds, horizonSeconds } = range;
    const from = now - pastSeconds;
    const bars = [...this.#bars[intervalSeconds].values()]
      .filter(({ start }) => start / 1_000 >= from - intervalSeconds)
      .sort((left, right) => left.start - right.start);
    const facts = { bars, open: this.#open, predictions: [...this.#predictions.values()] };
    return {
      lines: chartLines(facts, from, horizonSeconds, futureSeconds + intervalSeconds),
      holes: holesOf(bars),
      alerts: this.alerts.map(({ openedAt }) => openedAt / 1_000),
      volumes: bars.map(({ start, volume }) => [start / 1_000, Number(volume)] as const),
      span: [from, now + futureSeconds],
      now,
    };
  }
}
