import type { PredictiveScalerSpec } from '@pricecast/crds';
import type { GateSettings } from './gate.ts';
import type { Budget, DecisionSettings, RiskSetting } from './settings.ts';
import { parseSmallestScaler } from './smallest-scaler.ts';

/** What decisions need of the spec of a scaler. `hpaTolerance` is what the cluster reports, from 0 to 1. */
export function settingsOf(spec: PredictiveScalerSpec, hpaTolerance: number): DecisionSettings {
  const budget = budgetOf(spec);
  return {
    minReplicas: spec.minReplicas,
    maxReplicas: spec.maxReplicas,
    mode: spec.mode,
    risk: riskOf(spec),
    reactiveUtilization: spec.capacity.reactiveUtilizationPercent / 100,
    intervalSeconds: spec.demand.intervalSeconds,
    scaleDownWindowSeconds: spec.behavior.scaleDown.stabilizationWindowSeconds,
    hpaTolerance,
    ...(budget === undefined ? {} : { budget }),
    ...(spec.cost === undefined ? {} : { pricePerReplicaHour: Number(spec.cost.pricePerReplicaHour) }),
  };
}

/** What the skill gate needs of the spec of a scaler. */
export const gateSettingsOf = (spec: PredictiveScalerSpec): GateSettings => spec.gate;

/** Settings of the gate of a scaler that says nothing of it. */
export function defaultGateSettings(): GateSettings {
  const parsed = parseSmallestScaler();
  if (!parsed.ok) throw new Error(`the smallest scaler is refused: ${parsed.error.message}`);
  return gateSettingsOf(parsed.value.spec);
}

function riskOf({ risk }: PredictiveScalerSpec): RiskSetting {
  return risk.costOfShortMinute === undefined
    ? { type: 'Shortfall', percent: Number(risk.shortfallPercent ?? 1) }
    : { type: 'Cost', podHoursPerShortMinute: Number(risk.costOfShortMinute) };
}

function budgetOf({ cost }: PredictiveScalerSpec): Budget | undefined {
  if (cost?.budgetPerDay === undefined) return undefined;
  return { pricePerReplicaHour: Number(cost.pricePerReplicaHour), perDay: Number(cost.budgetPerDay) };
}
