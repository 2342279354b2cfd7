/** How much shortage is accepted: as a share of the minutes, or as the worth of a short minute. */
export type RiskSetting =
  | { readonly type: 'Shortfall'; readonly percent: number }
  | { readonly type: 'Cost'; readonly podHoursPerShortMinute: number };

/** What may be spent. */
export interface Budget {
  readonly pricePerReplicaHour: number;
  readonly perDay: number;
}

/** Most that may happen, and what does happen. */
export type Stage = 'Observe' | 'Floor' | 'Full';

/** What a user asks of decisions. It does not change from one decision to the next. */
export interface DecisionSettings {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly mode: Stage;
  readonly risk: RiskSetting;
  /** Share of its capacity, from 0 to 1, to which a replica is loaded while the forecast is not in charge. */
  readonly reactiveUtilization: number;
  /** Seconds between two samples of the demand; older than two of them is stale. */
  readonly intervalSeconds: number;
  /** Seconds over which the scaler keeps the highest of the recent recommendations. */
  readonly scaleDownWindowSeconds: number;
  /** Tolerance that the scaler really has, read back from the cluster; 0 is wanted. */
  readonly hpaTolerance: number;
  readonly budget?: Budget;
  /** Price of one replica for one hour; without it nothing is said of money. */
  readonly pricePerReplicaHour?: number;
}
