import type { LoggedDecision } from '../snapshot/explanation.ts';
import type { Conclusion } from './conclude.ts';
import { DecisionRows } from './decision-rows.ts';
import type { Observation } from './observation.ts';

/** The newest decisions of every scaler, oldest first. */
export class DecisionLog {
  readonly #rows = new Map<string, DecisionRows>();

  add(key: string, decision: LoggedDecision): void {
    const rows = this.#rows.get(key) ?? new DecisionRows();
    rows.add(decision);
    this.#rows.set(key, rows);
  }

  of(key: string): readonly LoggedDecision[] {
    return this.#rows.get(key)?.all ?? [];
  }

  forget(key: string): void {
    this.#rows.delete(key);
  }
}

/** A conclusion as it is remembered. */
export function loggedDecision(
  { input, decision }: Conclusion,
  { now }: Pick<Observation, 'now'>,
): LoggedDecision {
  const { sample, forecast, capacity, replicas, armed } = input;
  const { levels = [], loads = [] } = forecast.type === 'Available' ? forecast.outlook : {};
  return {
    at: new Date(now).toISOString(),
    sampledAt: sample === undefined ? null : new Date(sample.at).toISOString(),
    load: sample?.load ?? null,
    median: loads[levels.indexOf(0.5)] ?? null,
    forecast: loads[levels.indexOf(0.9)] ?? null,
    capacity: capacity.type === 'Unknown' ? null : capacity.loadPerReplica,
    present: replicas.current,
    ready: replicas.ready,
    desired: decision.desiredReplicas ?? null,
    live: decision.liveReplicas ?? null,
    plainHpa: decision.figures.plainHpaReplicas ?? null,
    armed,
    stage: decision.stage,
    reason: decision.reason,
    limitedBy: decision.limitedBy,
    message: decision.message,
  };
}
