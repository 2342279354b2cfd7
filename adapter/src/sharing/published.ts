import type { Explanation, LoggedDecision } from '../snapshot/explanation.ts';
import type { ScalerSnapshot } from '../snapshot/scaler-snapshot.ts';

/** What a replica publishes of a scaler after each decision. */
export interface Published {
  /** Absent while the target is not there. */
  readonly snapshot?: ScalerSnapshot | undefined;
  /** Everything but the decisions before. */
  readonly explanation: Omit<Explanation, 'decisions'>;
  readonly decision: LoggedDecision;
}
