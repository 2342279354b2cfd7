import { autoregressionShape } from '../members/autoregression-shape.ts';
import { directShape } from '../members/direct-shape.ts';
import { lastValueMember, recentMedianMember, seasonalNaiveMember } from '../members/level-members.ts';
import { LinearMember, type LinearOptions } from '../members/linear-member.ts';
import type { LinearShape } from '../members/linear-shape.ts';
import type { Folds, Member, View } from '../members/member.ts';
import { SeasonWaves } from '../members/season-waves.ts';
import { seasonalLags } from '../members/seasonal-lags.ts';
import type { Covariate } from '../regressors/covariate.ts';
import { type Extent, type ScaleKind, scaleOf } from '../signal/scale.ts';
import { Signal } from '../signal/signal.ts';

/** What members are made for. */
export interface Setting {
  readonly view: View;
  readonly extent: Extent;
  readonly folds: Folds;
  /** Periods in steps, shortest first. */
  readonly seasons: readonly number[];
  readonly horizon: number;
  /** Turns of the shortest season at an index, in local time. */
  readonly turns: (time: number) => number;
  /** What is known beside the load. */
  readonly covariates: readonly Covariate[];
}

type Plan = LinearOptions & { readonly scale: ScaleKind };

const common = { rows: 2000, passes: 2, ridge: 5e-4, decay: 3 };

/** Every member that the history is long enough for; the last value is always among them, and first. */
export function chooseMembers(setting: Setting): Member[] {
  const { view, extent, folds, seasons, horizon } = setting;
  const signals = new Map<ScaleKind, Signal>();
  const signalOn = (kind: ScaleKind) => {
    const signal =
      signals.get(kind) ?? Signal.prepared(view.values.subarray(0, view.length), scaleOf(kind, extent));
    signals.set(kind, signal);
    return signal;
  };
  const linear = linearPlans(setting).flatMap((plan) => {
    const member = LinearMember.fit(plan, signalOn(plan.scale), view, folds);
    return member === undefined ? [] : [member];
  });
  const naive = seasons.filter((season) => view.length > season + 1).map(seasonalNaiveMember);
  return [lastValueMember, recentMedianMember(Math.max(3, horizon)), ...naive, ...linear];
}

function linearPlans({ view, extent, seasons, horizon, turns, covariates }: Setting): Plan[] {
  const season = seasons[0] ?? 0;
  const harmonics = season >= 4 ? Math.min(6, Math.floor(season / 4)) : 0;
  const wide = seasonalLags(seasons, view.length, 'wide');
  const narrow = seasonalLags(seasons, view.length, 'narrow');
  const reference = season > 0 && wide.includes(Math.round(season)) ? Math.round(season) : 1;
  const waves = new SeasonWaves(harmonics, turns, view.length + horizon);
  const phased = autoregressionShape({ lags: narrow, reference: 0, waves });
  const plans: Plan[] = [
    {
      name: 'seasonal-differences',
      scale: 'sqrt',
      shape: autoregressionShape({ lags: wide, reference }),
      ...common,
    },
    { name: 'phased-sqrt', scale: 'sqrt', shape: phased, ...common },
    {
      name: 'direct',
      scale: 'sqrt',
      shape: directShape({ horizon, ...directInputs(seasons, view.length, horizon) }),
      ridge: 3e-2,
      decay: 1,
      rows: 1000,
      passes: 2,
    },
  ];
  if (extent.nonNegative) plans.push({ name: 'phased-log', scale: 'log', shape: phased, ...common });
  if (covariates.length > 0) plans.push(...regressionPlans());
  return plans;

  /** Beside the others, not instead of them: regressors that say nothing must not cost anything. */
  function regressionPlans(): Plan[] {
    const plan = (name: string, scale: ScaleKind, shape: LinearShape): Plan => ({
      name: `${name}-with-regressors`,
      scale,
      shape,
      ...common,
    });
    const phasedBeside = autoregressionShape({ lags: narrow, reference: 0, waves, covariates });
    return [
      plan('seasonal-differences', 'sqrt', autoregressionShape({ lags: wide, reference, covariates })),
      plan('phased-level', 'level', phasedBeside),
      plan('phased-log', 'log', phasedBeside),
    ];
  }
}

function directInputs(seasons: readonly number[], length: number, horizon: number) {
  const season = seasons[0];
  const widest = Math.min(512, (season ?? 4 * horizon) / 2, length / 8);
  const boxes: number[] = [];
  for (let box = 1; box <= widest; box *= 2) boxes.push(box);
  const multiples = season === undefined ? [] : [1, 2, 3, 7].map((multiple) => Math.round(multiple * season));
  const periods = [...new Set([...multiples, ...seasons.slice(1).map(Math.round)])].filter(
    (period) => Math.ceil(horizon / period) * period * 1.3 + horizon < length,
  );
  return { boxes, periods };
}
