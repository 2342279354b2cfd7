import { oracle, staticPeak } from './bounds.ts';
import { hpa, hpaDayAgo } from './hpa.ts';
import { aws, crane, hist, kapacity, kedify, phpa } from './peers/forecasting.ts';
import { adapt, kedaLag, kpa, mimirWeekAgo, react } from './peers/reactive.ts';
import type { Policy } from './policy.ts';
import { predictive } from './predictive.ts';
import type { Setup } from './setup.ts';

/** Policies that a replay knows, by name. */
export const policies = {
  predictive: (setup: Setup): Policy => predictive(setup),
  hpa,
  'hpa-day-ago': hpaDayAgo,
  static: staticPeak,
  oracle,
  kpa,
  'keda-lag': kedaLag,
  'mimir-week-ago': mimirWeekAgo,
  crane,
  phpa: (setup: Setup): Policy => phpa(setup, true),
  'phpa-repaired': (setup: Setup): Policy => phpa(setup, false),
  'kedify-blend': kedify,
  kapacity,
  'aws-hourly': aws,
  hist,
  react,
  adapt,
} as const satisfies Record<string, (setup: Setup) => Policy>;

export type PolicyName = keyof typeof policies;

export const isPolicyName = (name: string): name is PolicyName => Object.hasOwn(policies, name);
