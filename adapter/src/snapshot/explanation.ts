/** One decision, as people look it up. Unknown numbers are null. */
export interface LoggedDecision {
  readonly at: string;
  readonly sampledAt: string | null;
  readonly load: number | null;
  /** 0.5 and 0.9 quantile of the maximum over the lead time. */
  readonly median: number | null;
  readonly forecast: number | null;
  readonly capacity: number | null;
  readonly present: number;
  readonly ready: number;
  readonly desired: number | null;
  readonly live: number | null;
  /** Replicas that an HPA on the load at the reactive utilisation would propose. */
  readonly plainHpa: number | null;
  readonly armed: boolean;
  readonly stage: string;
  readonly reason: string;
  readonly limitedBy: readonly string[];
  readonly message: string;
}

/** The newest forecast of a scaler: of the largest load while the pods that are asked for now begin to serve. */
export interface ExplainedForecast {
  readonly madeAt: string;
  /** When those pods serve, and when those do that are asked for next. */
  readonly from: string;
  readonly until: string;
  /** 0.5 and 0.9 quantile. */
  readonly median: number;
  readonly upper: number;
  readonly maximum: { readonly levels: readonly number[]; readonly loads: readonly number[] };
}

/** Which model forecasts, and how good it has been. */
export interface ExplainedModel {
  readonly name: string;
  /** 1 − pinball loss ÷ that of the last value; null before it can be judged. */
  readonly skill: number | null;
  readonly coverage: number | null;
  readonly armed: boolean;
  readonly historySeconds: number;
  readonly notes: readonly string[];
}

/** Where the load is read, and whether it answers; and the same of the series that lead it. */
export interface ExplainedDemand extends ExplainedSource {
  readonly regressors: readonly ExplainedRegressor[];
}

/** A series that leads the load. */
export interface ExplainedRegressor extends ExplainedSource {
  readonly name: string;
}

/** Where a series is read, and whether it answers. */
export interface ExplainedSource {
  readonly source: string;
  /** When it gave something for the last time; null where it never did. */
  readonly seenAt: string | null;
  /** Why it gives nothing at present; null while it does. */
  readonly fault: string | null;
}

/** What the pods of a scaler cost. */
export interface ExplainedCost {
  readonly currency: string;
  readonly perReplicaHour: number | null;
  readonly perHour: number | null;
  readonly score: number | null;
}

/** Why a scaler wants the pods that it wants. */
export interface Explanation {
  readonly namespace: string;
  readonly name: string;
  readonly target: { readonly kind: string; readonly name: string };
  readonly demand: ExplainedDemand;
  readonly leadTimeSeconds: number;
  readonly model: ExplainedModel | null;
  readonly forecast: ExplainedForecast | null;
  readonly cost: ExplainedCost;
  /** The newest. */
  readonly decision: LoggedDecision;
}
