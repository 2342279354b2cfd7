import { oracle, staticPeak } from '../policies/bounds.ts';
import { Forecasts } from '../policies/forecasts.ts';
import { hpa, hpaDayAgo } from '../policies/hpa.ts';
import { aws, crane, hist, kapacity, kedify, phpa } from '../policies/peers/forecasting.ts';
import { adapt, kpa, mimirWeekAgo, react } from '../policies/peers/reactive.ts';
import type { Policy } from '../policies/policy.ts';
import { predictive } from '../policies/predictive.ts';
import type { Setup } from '../policies/setup.ts';
import { run } from '../run.ts';
import type { Score } from '../score.ts';
import { DaySheet, type DaySum } from './days.ts';

/** One setting of one policy on one trace. */
export interface CurvePoint {
  readonly trace: string;
  readonly policy: string;
  readonly setting: string;
  readonly score: Score;
  readonly days: readonly DaySum[];
}

const risks = [0.1, 0.35, 1, 3];
const costs = [1, 3, 6];
const targets = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const fewTargets = [0.5, 0.7, 0.8];
const openings: readonly (readonly [string, (setup: Setup) => Policy])[] = [
  ['hpa', hpa],
  ['hpa-day-ago', hpaDayAgo],
  ['mimir-week-ago', mimirWeekAgo],
  ['kpa', kpa],
  ['crane', crane],
  ['phpa', (setup) => phpa(setup, true)],
  ['phpa-repaired', (setup) => phpa(setup, false)],
  ['kedify-blend', kedify],
  ['kapacity', kapacity],
  ['aws-hourly', aws],
  ['hist', hist],
];

/** Every policy over its whole range of settings on one trace. */
export function curvesOf(trace: string, setup: Setup, warmupDays: number): readonly CurvePoint[] {
  const forecasts = new Forecasts(setup.world, setup.startupSeconds, { remember: true });
  const play = (policy: string, setting: string, opened: Policy): CurvePoint => {
    const days = new DaySheet(setup.capacity, setup.world.startsAt + warmupDays * 86_400);
    const onLook = days.add.bind(days);
    const score = run(setup, opened, { warmupDays, startupSeconds: () => setup.startupSeconds, onLook });
    return { trace, policy, setting, score, days: days.days.filter((day) => day !== undefined) };
  };
  const asked = (risk: Setup['risk']) => predictive({ ...setup, risk }, { forecasts });
  return [
    ...risks.map((percent) => play('predictive', `${percent} %`, asked({ type: 'Shortfall', percent }))),
    ...costs.map((cost) =>
      play('predictive by cost', `${cost} pod-h`, asked({ type: 'Cost', podHoursPerShortMinute: cost })),
    ),
    ...openings.flatMap(([name, open]) =>
      (name === 'hpa' ? targets : fewTargets).map((hpaTarget) =>
        play(name, `${Math.round(100 * hpaTarget)} %`, open({ ...setup, hpaTarget })),
      ),
    ),
    play('react', '', react(setup)),
    play('adapt', '', adapt(setup)),
    play('static', '', staticPeak(setup)),
    play('oracle', '', oracle(setup)),
  ];
}
