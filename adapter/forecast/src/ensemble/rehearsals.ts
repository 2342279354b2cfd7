import type { View } from '../members/member.ts';

/** A forecast of the past. */
export interface Rehearsal {
  readonly origin: number;
  /** What the ensemble said. */
  readonly path: Float32Array;
}

/** Rehearsals spread over the newest part of the history. */
export interface Plan {
  readonly horizon: number;
  /** Steps that the rehearsals reach back. */
  readonly span: number;
  /** Steps from one to the next. */
  readonly stride: number;
}

/** Horizons that rehearsals reach back at most. */
const horizonsBack = 48;
/** Rehearsals wanted. */
const wanted = 120;

/** At most 48 horizons and five eighths of the history, in about 120 steps. */
export function planOf(length: number, horizon: number): Plan {
  const span = Math.min(Math.floor(length / 1.6), horizonsBack * horizon);
  return { horizon, span, stride: Math.max(1, Math.floor(span / wanted)) };
}

/** Origins of the plan, oldest first; the newest has at least one known step after it. */
export function originsOf({ span, stride }: Plan, length: number): number[] {
  const origins: number[] = [];
  for (let origin = length - stride; origin > length - span && origin >= 1; origin -= stride)
    origins.push(origin);
  return origins.reverse();
}

/** Horizons that the rehearsals cover: so many of them have nothing in common. */
export function independentForecasts(asked: {
  readonly rehearsals: readonly Rehearsal[];
  readonly view: View;
  readonly horizon: number;
}): number {
  const { rehearsals, view, horizon } = asked;
  return (view.length - (rehearsals[0]?.origin ?? view.length)) / horizon;
}

/** Sum and number of the absolute errors of a path over the known values from its origin on. */
export function addErrors(
  { values, known, length }: View,
  origin: number,
  path: ArrayLike<number>,
  total: { sum: number; count: number },
): void {
  const steps = Math.min(path.length, length - origin);
  for (let ahead = 0; ahead < steps; ahead += 1) {
    if (known[origin + ahead] !== 1) continue;
    total.sum += Math.abs((path[ahead] as number) - (values[origin + ahead] as number));
    total.count += 1;
  }
}
