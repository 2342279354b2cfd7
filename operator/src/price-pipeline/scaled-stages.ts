import type { PricePipelineSpec, ScalableStage, StageScaling } from '@pricecast/crds';

/** A stage whose pods share the partitions of their topics, so that there may be more or fewer of them. */
export interface ScaledStage {
  readonly name: ScalableStage;
  /** Bounds of its pods; undefined where the spec has none. Its replicas are then whoever's who scales it by hand. */
  readonly scaling: StageScaling | undefined;
}

/** The part of a spec that asks for a stage. */
const parts = {
  processor: 'processing',
  forecaster: 'forecast',
  gateway: 'gateway',
} as const satisfies Record<ScalableStage, keyof PricePipelineSpec>;

const order = ['processor', 'forecaster', 'gateway'] as const satisfies readonly ScalableStage[];

/** The scaled stages that a spec asks for, each after those whose output it reads. */
export const scaledStages = (spec: PricePipelineSpec): ScaledStage[] =>
  order
    .filter((name) => spec[parts[name]] !== undefined)
    .map((name) => ({ name, scaling: spec.scaling?.[name] }));

/** Pods that a stage begins with, and that have to be ready before it counts as such. KEDA wakes what sleeps. */
export const leastReplicas = ({ scaling }: ScaledStage): number => Math.max(1, scaling?.minReplicas ?? 1);
