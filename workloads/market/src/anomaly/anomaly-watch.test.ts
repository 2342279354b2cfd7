import { describe, expect, test } from 'vitest';
import type { Alert } from '../alert.ts';
import { marchFirst } from '../testing/trades.ts';
import { AnomalyWatch } from './anomaly-watch.ts';

const minute = 60_000;
/** A calm market: every minute three trades, prices a few hundredths of a percent apart. */
const calmPrice = (at: number) => 100 + 0.02 * Math.sin(at * 1.7) + 0.01 * Math.cos(at * 4.1);

/** A watch that has seen so many calm minutes, and what it does with the minutes behind them. */
class Market {
  readonly alerts: Alert[] = [];
  readonly watch: AnomalyWatch;
  #minute = 0;

  constructor(alertsPerDay = 5, calm = 600) {
    this.watch = new AnomalyWatch('BTCUSDT', alertsPerDay);
    this.calm(calm);
  }

  calm(minutes: number): void {
    for (let count = 0; count < minutes; count += 1) this.minute(calmPrice(this.#minute), 3);
  }

  /** A minute whose trades end at this price and make up this volume. */
  minute(price: number, volume: number): void {
    const before = calmPrice(this.#minute - 1);
    for (const [at, each] of [before, (before + price) / 2, price].entries()) {
      const tradeTime = marchFirst + this.#minute * minute + at * 15_000;
      const parts = { price: each.toFixed(4), priceValue: each, quantityValue: volume / 3 };
      this.alerts.push(...this.watch.add({ tradeTime, ...parts }));
    }
    this.#minute += 1;
  }

  get steps(): string[] {
    return this.alerts.map(({ state, kind }) => `${state} ${kind}`);
  }
}

describe('an alert', () => {
  test('is opened by the trade that makes the minute odd, and resolved after half an hour of calm ones', () => {
    const market = new Market();
    market.minute(102, 3);
    expect(market.steps[0]).toBe('Opened PriceJump');
    const [opened] = market.alerts;
    expect(opened?.time).toBe(marchFirst + 600 * minute + 15_000);
    expect(opened?.message).toContain('BTCUSDT moved by +');
    market.calm(60);
    const resolved = market.alerts.at(-1);
    expect(resolved?.state).toBe('Resolved');
    expect(resolved?.id).toBe(opened?.id);
    expect(resolved?.resolvedAt).toBeGreaterThanOrEqual(marchFirst + 631 * minute);
    expect(market.alerts.filter(({ state }) => state === 'Opened')).toHaveLength(1);
  });

  test('tells of what grows, and of a volume that joins a price', () => {
    const market = new Market();
    market.minute(100, 900);
    market.minute(104, 3_000);
    market.calm(60);
    expect(market.steps[0]).toBe('Opened VolumeSpike');
    expect(market.steps).toContain('Updated PriceAndVolume');
    expect(market.steps.at(-1)).toBe('Resolved PriceAndVolume');
    const scores = market.alerts.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((left, right) => left - right));
  });

  test('is not raised by what is usual, nor before there is anything to compare with', () => {
    const market = new Market(5, 30);
    market.minute(150, 9_000);
    expect(market.alerts).toEqual([]);
    expect(new Market(5, 3_000).alerts).toEqual([]);
  });

  test('is opened no more often in a day than the budget says', () => {
    const market = new Market(3);
    for (let turn = 0; turn < 12; turn += 1) {
      market.minute(turn % 2 === 0 ? 140 ** (1 + turn / 20) : 60, 100 * 4 ** turn);
      market.calm(90);
    }
    const days = market.alerts
      .filter(({ state }) => state === 'Opened')
      .map(({ time }) => Math.floor(time / 86_400_000));
    const counts = [...Map.groupBy(days, (day) => day).values()].map((group) => group.length);
    expect(Math.max(...counts)).toBe(3);
    expect(market.watch.state().suppressed).toBeGreaterThan(0);
  });

  test('is raised across quiet minutes in which nothing was traded', () => {
    const market = new Market();
    const tradeTime = marchFirst + 640 * minute;
    const [alert] = market.watch.add({ tradeTime, price: '110', priceValue: 110, quantityValue: 1 });
    expect(alert).toMatchObject({ state: 'Opened', price: '110' });
  });
});
