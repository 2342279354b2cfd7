import { oracle, staticPeak } from './bounds.ts';
import { hpa, hpaDayAgo } from './hpa.ts';
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
} as const satisfies Record<string, (setup: Setup) => Policy>;

export type PolicyName = keyof typeof policies;

export const isPolicyName = (name: string): name is PolicyName => Object.hasOwn(policies, name);
