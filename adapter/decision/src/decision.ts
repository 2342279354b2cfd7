import type { EventWindow } from './events/event-window.ts';
import type { Arrival } from './freshness.ts';
import type { MonthEnd, SpendingMemory } from './month-end.ts';
import type { Outlook } from './outlook.ts';
import type { DecisionReason, Limit } from './reason.ts';
import type { Instant, Sample } from './sample.ts';
import type { DecisionSettings, Stage } from './settings.ts';
import type { ShortfallMemory } from './shortfall.ts';
import type { Partitions } from './supply.ts';

/** A forecast, or the named reason why there is none. */
export type ForecastInput =
  | {
      readonly type: 'Available';
      readonly madeAt: Instant;
      /** Until when it speaks: the end of the window over which the maximum was taken. */
      readonly until: Instant;
      readonly outlook: Outlook;
    }
  | {
      readonly type: 'Unavailable';
      readonly reason: 'HistoryTooShort' | 'ForecastUnavailable';
      readonly message: string;
    };

/** What one replica serves, in the unit of the demand, if that is known. */
export type CapacityInput =
  | { readonly type: 'Known'; readonly loadPerReplica: number }
  | { readonly type: 'Provisional'; readonly loadPerReplica: number }
  /** Nothing ever waited: the limit is not known, but so many replicas have served so much each. */
  | { readonly type: 'AtLeast'; readonly loadPerReplica: number; readonly replicas: number }
  | { readonly type: 'Unknown' };

/** Everything that a decision depends on. Together with `decide` it is the whole reason for a number. */
export interface DecisionInput {
  readonly now: Instant;
  readonly settings: DecisionSettings;
  readonly sample: Sample | undefined;
  /** Work that waits, in the unit of the demand times seconds, where that is known. */
  readonly waiting?: number;
  readonly forecast: ForecastInput;
  /** Whether the skill gate lets the forecast act. */
  readonly armed: boolean;
  readonly capacity: CapacityInput;
  /** Seconds from creating a pod to its serving that the decision has to bridge. */
  readonly leadTimeSeconds: number;
  readonly partitions?: Partitions;
  /** Seconds for which nobody is served when the number of replicas changes, as in a rebalance; 0 when absent. */
  readonly pauseSeconds?: number;
  /** Occurrences of calendar events near now; see `occurrences`. */
  readonly events?: readonly EventWindow[];
  readonly replicas: { readonly current: number; readonly ready: number };
  readonly memory: DecisionMemory;
}

/** A forecast that was acted on and whose time has not passed. */
export interface Hold {
  readonly until: Instant;
  readonly replicas: number;
}

/** What one decision hands to the next. It is plain JSON: a restart, a replay and a test are the same thing. */
export interface DecisionMemory {
  readonly decidedAt: Instant | undefined;
  /** The newest sample, and when it came. */
  readonly arrival?: Arrival | undefined;
  /** When the load was last above what the ready replicas serve, if it was since capacity is known. */
  readonly missedAt?: Instant | undefined;
  /** Replicas that the forecast asked for the last time it was asked, if it was. */
  readonly chosen: number | undefined;
  readonly holds: readonly Hold[];
  /** Natural logarithm by which experience has moved the price of a pod; 0 before any. */
  readonly riskCorrection: number;
  /** Mean of the replicas needed, over about a day. */
  readonly meanNeed: number | undefined;
  readonly shortfall: ShortfallMemory;
  readonly spending: SpendingMemory;
}

/** A decision: numbers, or none, with the reason, the sentence and everything needed to repeat it. */
export interface Decision {
  /** Replicas wanted by the forecast and the newest sample together; undefined means that there is no number. */
  readonly desiredReplicas: number | undefined;
  /** Replicas wanted by the newest sample alone. */
  readonly liveReplicas: number | undefined;
  /** What really happens: never more than the mode allows. */
  readonly stage: Stage;
  readonly reason: DecisionReason;
  readonly message: string;
  readonly limitedBy: readonly Limit[];
  readonly figures: DecisionFigures;
  readonly memory: DecisionMemory;
}

/** Figures behind a decision, for people and for `explain`. Undefined where there was no number. */
export interface DecisionFigures {
  /** Replicas that the newest sample needs at full capacity. */
  readonly neededReplicas: number | undefined;
  /** Replicas that the forecast asked for before holds, bounds and budget. */
  readonly forecastReplicas: number | undefined;
  /** What an HPA on load per replica at the reactive utilisation would propose. */
  readonly plainHpaReplicas: number | undefined;
  /** Chance that the demand exceeds what the desired replicas serve. */
  readonly chanceShort: number | undefined;
  /** Cost of the replicas needed ÷ cost of those decided, 0 to 1. */
  readonly costScore: number | undefined;
  /** What was spent this month and what it will come to, where a price is known. */
  readonly monthEnd?: MonthEnd | undefined;
}
