import type { FittedModel } from './models/model.ts';

/** Paths of several models from the same past origins, none of which the models have learnt from. */
export interface Rehearsal {
  readonly origins: readonly number[];
  /** `paths[model][origin]` */
  readonly paths: readonly (readonly Float64Array[])[];
}

/** Lets fitted models forecast from each origin (Tashman, IJF 16, 2000: rolling-origin evaluation). */
export function rehearse(
  models: readonly FittedModel[],
  values: Float64Array,
  origins: readonly number[],
  horizon: number,
): Rehearsal {
  const paths = models.map((model) =>
    origins.map((origin) => {
      const path = new Float64Array(horizon);
      model.forecast(values, origin, path);
      return path;
    }),
  );
  return { origins, paths };
}

/** At most `most` origins, evenly spread over [first, last], newest last. */
export function spreadOrigins(first: number, last: number, most: number): number[] {
  if (last < first) return [];
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const origins: number[] = [];
  for (let origin = last; origin >= first; origin -= every) origins.unshift(origin);
  return origins;
}
