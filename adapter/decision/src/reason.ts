/** What a reason of a decision means. */
const meanings = {
  Forecast: 'The forecast asks for more replicas than the newest sample does.',
  Live: 'The newest sample asks for at least as many replicas as the forecast.',
  SampleOverdue:
    'The next sample is overdue. As long as there is a number it keeps the headroom of a plain HPA, because without one the replicas are frozen.',
  Held: 'A forecast made before still holds: its time has not passed.',
  Kept: 'A change was possible and would have gained less than an action costs.',
  Observing: 'Mode Observe: the numbers are published and nothing is scaled.',
  NotArmed: 'The forecast has not shown that it is better than the last value. The newest sample decides.',
  HistoryTooShort: 'There is too little history for a forecast. The newest sample decides.',
  ForecastUnavailable: 'There is no forecast. The newest sample decides.',
  ForecastStale: 'The time that the forecast speaks of has passed. The newest sample decides.',
  NoData: 'No sample of the demand was seen. There is no number.',
  DataStale: 'The newest sample of the demand is too old. There is no number.',
  CapacityUnknown: 'What one replica serves is not known yet. The present replicas are kept.',
  CapacityNotReached:
    'Nothing has ever waited, so what one replica can serve is not known. As many are wanted as have served such a load before; more of them once work waits.',
  CapacityProvisional:
    'What one replica of this pod template serves is not proven yet. Until it is, for at most a day, a replica counts for what a plain HPA would load it with.',
} as const;

/** Why a decision is what it is, as one constant word. */
export type DecisionReason = keyof typeof meanings;

/** Every reason of a decision with its meaning. The list is closed. */
export const decisionReasons: Readonly<Record<DecisionReason, string>> = meanings;

/** What kept a decision from being what the demand alone would ask for. */
export type Limit =
  | 'MinReplicas'
  | 'MaxReplicas'
  | 'Partitions'
  | 'HotPartition'
  | 'RiskRelaxed'
  | 'Budget'
  | 'BudgetBelowMinimum'
  | 'HpaTolerance';
