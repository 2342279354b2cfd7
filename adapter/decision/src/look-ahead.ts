import type { DecisionInput, DecisionMemory, Hold } from './decision.ts';
import { withEvents } from './events/event-window.ts';
import type { Outlook } from './outlook.ts';
import type { DecisionReason } from './reason.ts';
import { choose, replicaPrice } from './risk.ts';
import type { Rung } from './supply.ts';

const syncSeconds = 15;

/** What the forecast asks for, or why it is not asked. */
export type Ahead =
  | {
      readonly type: 'Asked';
      readonly outlook: Outlook;
      /** Count with the least chance of being short plus price, before anything is held. */
      readonly asked: number;
      /** The count asked for once earlier forecasts are held. */
      readonly replicas: number;
      readonly reason: 'Forecast' | 'Held' | 'Kept';
      readonly memory: DecisionMemory;
    }
  | { readonly type: 'NotAsked'; readonly reason: DecisionReason; readonly memory: DecisionMemory };

/** Share of what one replica serves below which a forecast is noise: a workload that may rest, rests. */
const idleShare = 0.01;

/** What the forecast is asked with. */
export interface Question {
  readonly ladder: readonly Rung[];
  /** Load that a backlog adds to the one that is forecast. */
  readonly drain: number;
  /** By how much pods are dearer than usual, for a budget. */
  readonly relaxation: number;
}

/**
 * Asks the forecast. What it asked for is held until the time that it speaks of has passed, because the pods
 * that it asked for are only then of use.
 */
export function lookAhead(input: DecisionInput, { ladder, drain, relaxation }: Question): Ahead {
  const { forecast, memory, now } = input;
  const withheld = whyNot(input);
  if (forecast.type === 'Unavailable' || withheld !== undefined) {
    const reason = withheld ?? 'ForecastUnavailable';
    return { type: 'NotAsked', reason, memory: { ...memory, chosen: undefined, holds: [] } };
  }
  const { until } = forecast;
  const span = { from: now, to: Math.max(now, until) };
  const outlook = raised(withEvents(forecast.outlook, input.events ?? [], span), drain);
  const meanNeed = memory.meanNeed ?? 1;
  const price = relaxation * replicaPrice(input.settings.risk, meanNeed, memory.riskCorrection);
  const pauseMinutes = (input.pauseSeconds ?? 0) / 60;
  const { current } = input.replicas;
  const idleLoad = input.settings.minReplicas > 0 ? undefined : idleShare * (ladder[0]?.load ?? 0);
  const choice = choose({ ladder, outlook, price, current, meanNeed, pauseMinutes, idleLoad });
  const asked = choice.replicas;
  const keptUntil = Math.max(now, until - 1_000 * keptByScaler(input.settings.scaleDownWindowSeconds));
  // One made for a longer lead time, such as the first guess, spoke of a time that is of no use any more.
  const before = memory.holds.map((hold) => ({ ...hold, until: Math.min(hold.until, keptUntil) }));
  const holds = held([...before, { until: keptUntil, replicas: asked }], now);
  const replicas = Math.max(...holds.map((hold) => hold.replicas));
  return {
    type: 'Asked',
    outlook,
    asked,
    replicas,
    reason: replicas > asked ? 'Held' : choice.kept ? 'Kept' : 'Forecast',
    memory: { ...memory, chosen: asked, holds },
  };
}

const raised = (outlook: Outlook, load: number): Outlook =>
  load === 0 ? outlook : { levels: outlook.levels, loads: outlook.loads.map((one) => one + load) };

/**
 * Seconds for which the HPA keeps what it was told anyway: its down window, less the one look by which it may have
 * been told before (kube-controller-manager, --horizontal-pod-autoscaler-sync-period).
 */
const keptByScaler = (scaleDownWindowSeconds: number): number =>
  Math.max(0, scaleDownWindowSeconds - syncSeconds);

function whyNot({ forecast, armed, now }: DecisionInput): DecisionReason | undefined {
  if (forecast.type === 'Unavailable') return forecast.reason;
  if (forecast.until < now) return 'ForecastStale';
  return armed ? undefined : 'NotArmed';
}

/** Holds whose time has not passed; of those that end no later than a larger one, only the larger stays. */
function held(holds: readonly Hold[], now: number): readonly Hold[] {
  const open = holds.filter(({ until }) => until >= now);
  return open.filter(
    (hold, index) =>
      !open.slice(index + 1).some((later) => later.until >= hold.until && later.replicas >= hold.replicas),
  );
}
