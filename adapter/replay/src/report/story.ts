import { oracle, staticPeak } from '../policies/bounds.ts';
import type { Forecasts } from '../policies/forecasts.ts';
import { hpa } from '../policies/hpa.ts';
import type { Policy } from '../policies/policy.ts';
import { predictive } from '../policies/predictive.ts';
import type { Setup } from '../policies/setup.ts';
import { type RunOptions, run } from '../run.ts';
import type { Score } from '../score.ts';
import { syncSeconds } from '../world.ts';

/** One policy with one setting, and what it led to. */
export interface Chapter {
  readonly kind: 'predictive' | 'hpa' | 'static' | 'oracle';
  readonly name: string;
  /** Risk asked in percent, of the predictive chapters. */
  readonly riskPercent?: number;
  readonly score: Score;
  readonly replicas: Uint16Array;
  readonly ready: Uint16Array;
}

/** Everything that a report tells. */
export interface Story {
  readonly setup: Setup;
  readonly warmupDays: number;
  readonly chapters: readonly Chapter[];
  readonly forecasts: Forecasts;
}

const risks = [0.1, 0.35, 1, 3];
const targets = [0.5, 0.6, 0.7, 0.8, 0.9];

/** Replays the trace with several settings of each policy; the predictive ones share their forecasts. */
export function tell(
  setup: Setup,
  forecasts: Forecasts,
  { warmupDays, progress }: Pick<RunOptions, 'warmupDays' | 'progress'>,
): Story {
  const startupSeconds = () => setup.startupSeconds;
  const play = chapterOf(setup, { warmupDays, startupSeconds, ...(progress && { progress }) });
  const chapters = [
    ...risks.map((percent) => {
      const asked: Setup = { ...setup, risk: { type: 'Shortfall', percent } };
      const chapter = play(
        'predictive',
        `predictive, ${percent} % of the minutes`,
        predictive(asked, { forecasts }),
      );
      return { ...chapter, riskPercent: percent };
    }),
    ...targets.map((hpaTarget) =>
      play('hpa', `HPA at ${Math.round(100 * hpaTarget)} %`, hpa({ ...setup, hpaTarget })),
    ),
    play('static', 'fixed at the peak', staticPeak(setup)),
    play('oracle', 'perfect foresight', oracle(setup)),
  ];
  return { setup, warmupDays, chapters, forecasts };
}

const chapterOf =
  (setup: Setup, options: RunOptions) =>
  (kind: Chapter['kind'], name: string, policy: Policy): Chapter => {
    const replicas = new Uint16Array(setup.world.syncs);
    const ready = new Uint16Array(setup.world.syncs);
    const onLook = (look: { now: number; replicas: number; ready: number }) => {
      const sync = Math.round((look.now - setup.world.startsAt) / syncSeconds);
      replicas[sync] = look.replicas;
      ready[sync] = look.ready;
    };
    return { kind, name, score: run(setup, policy, { ...options, onLook }), replicas, ready };
  };
