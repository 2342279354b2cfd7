/** Limit on the speed of one direction. */
export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
}

/** How one direction may be followed; no policies means no limit. */
export interface ScalingRules {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicy[];
  /** Relative distance within which the present count is kept. (KEP-4951) */
  readonly tolerance: number;
}

/** Behaviour of an HPA in both directions. */
export interface HpaBehavior {
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

/** What an HPA does when nothing is set. (autoscaling/v2 defaults) */
export const defaultBehavior: HpaBehavior = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
    tolerance: 0.1,
  },
  scaleDown: {
    stabilizationWindowSeconds: 300,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    tolerance: 0.1,
  },
};

/** What the operator renders for a PredictiveScaler: no tolerance, and one jump to the wanted count. */
export const renderedBehavior: HpaBehavior = {
  scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [], tolerance: 0 },
  scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Max', policies: [], tolerance: 0 },
};
