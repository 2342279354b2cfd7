import type { Explanation, LoggedDecision } from '../snapshot/explanation.ts';

const intervalMs = 15_000;
const rows = 240;

/** Decisions over an hour of a made-up scaler whose load rises and falls, up to `now`: pods come before the load does. */
export const aToldHour = (now: number): readonly LoggedDecision[] =>
  Array.from({ length: rows }, (_, index) => rowAt(now - (rows - 1 - index) * intervalMs));

/** Why that scaler wants the pods that it wants at `now`. */
export function aToldMoment(name: string, now: number): Explanation {
  const decision = rowAt(now);
  const ahead = now + 90_000;
  const upper = loadAt(ahead) * 1.12;
  return {
    namespace: 'shop',
    name,
    target: { kind: 'Deployment', name },
    demand: { source: 'Prometheus', seenAt: new Date(now).toISOString(), fault: null, regressors: [] },
    leadTimeSeconds: 60,
    model: { name: 'ensemble', skill: 0.62, coverage: 0.91, armed: true, historySeconds: 691_200, notes: [] },
    forecast: forecastOf(now, ahead, upper),
    cost: { currency: 'USD', perReplicaHour: 0.05, perHour: 0.05 * (decision.desired ?? 0), score: 0.81 },
    decision,
  };
}

function forecastOf(now: number, until: number, upper: number): Explanation['forecast'] {
  const instant = (at: number) => new Date(at).toISOString();
  return {
    ...{ madeAt: instant(now), from: instant(until - 30_000), until: instant(until) },
    ...{ median: upper / 1.12, upper },
    maximum: { levels: [0.5, 0.9, 0.99], loads: [upper / 1.12, upper, upper * 1.1] },
  };
}

const loadAt = (at: number): number =>
  220 +
  160 * Math.sin((2 * Math.PI * at) / 2_400_000) +
  14 * Math.sin(at / 41_000) +
  9 * Math.sin(at / 17_000);

function rowAt(at: number): LoggedDecision {
  const [load, median] = [loadAt(at), loadAt(at + 90_000)];
  const forecast = Math.max(median * 1.12, load);
  const live = Math.ceil(load / 20);
  const desired = Math.max(live, Math.ceil(forecast / 20));
  const present = Math.max(1, Math.ceil(Math.max(loadAt(at + 30_000) * 1.12, load) / 20));
  const reason = desired > live ? 'Forecast' : 'Live';
  return {
    ...{ at: new Date(at).toISOString(), sampledAt: new Date(at).toISOString() },
    ...{ load, median, forecast, capacity: 20, present, ready: present, desired, live },
    ...{ plainHpa: Math.ceil(load / 14), armed: true, stage: 'Full', reason, limitedBy: [] },
    message: `${desired} replicas wanted, ${present} present, ${present} ready: the 0.9 quantile of the load within 90 s is ${forecast.toFixed(0)}/s.`,
  };
}
