import { type Reply, refusal } from './reply.ts';

/** Limits of the request weight; Binance's are {@link binanceWeightLimits}. */
export interface WeightLimits {
  readonly perMinute: number;
  /** Requests over the limit within one minute that turn refusals into a ban. */
  readonly refusalsBeforeBan: number;
  readonly banSeconds: number;
}

export const binanceWeightLimits: WeightLimits = {
  perMinute: 6_000,
  refusalsBeforeBan: 20,
  banSeconds: 120,
};

/** What one address has used. */
export interface WeightUse {
  /** Start of the minute that is counted. */
  readonly minuteMs: number;
  readonly used: number;
  readonly refused: number;
  readonly bannedUntilMs: number;
}

export const noWeightUsed: WeightUse = { minuteMs: 0, used: 0, refused: 0, bannedUntilMs: 0 };

/** The judgement of one request: its effect and, where it is refused, the reply. */
export interface WeightJudgement {
  readonly use: WeightUse;
  readonly refusal?: Reply;
}

const minute = 60_000;

/** Counts a request of `weight` in clock minutes; over the limit it is refused, and after many refusals banned. */
export function judgeWeight(
  use: WeightUse,
  weight: number,
  nowMs: number,
  limits: WeightLimits,
): WeightJudgement {
  if (nowMs < use.bannedUntilMs) {
    return { use, refusal: bannedReply(secondsLeft(use.bannedUntilMs, nowMs), nowMs) };
  }
  const minuteMs = nowMs - (nowMs % minute);
  const current = minuteMs === use.minuteMs ? use : { ...noWeightUsed, minuteMs };
  const used = current.used + weight;
  if (used <= limits.perMinute) return { use: { ...current, used } };
  const refused = current.refused + 1;
  if (refused > limits.refusalsBeforeBan) {
    const bannedUntilMs = nowMs + limits.banSeconds * 1000;
    return {
      use: { ...current, used, refused, bannedUntilMs },
      refusal: bannedReply(limits.banSeconds, nowMs),
    };
  }
  const refusal = limitedReply(secondsLeft(minuteMs + minute, nowMs), limits.perMinute);
  return { use: { ...current, used, refused }, refusal };
}

/** 429: slow down. */
export function limitedReply(retryAfterSeconds: number, perMinute = binanceWeightLimits.perMinute): Reply {
  const msg = `Too much request weight used; current limit is ${perMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`;
  return withRetryAfter(refusal(429, -1003, msg), retryAfterSeconds);
}

/** 418: banned for not slowing down. */
export function bannedReply(retryAfterSeconds: number, nowMs: number): Reply {
  const untilMs = nowMs + retryAfterSeconds * 1000;
  const msg = `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`;
  return withRetryAfter(refusal(418, -1003, msg), retryAfterSeconds);
}

function withRetryAfter(reply: Reply, seconds: number): Reply {
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(seconds) } };
}

function secondsLeft(untilMs: number, nowMs: number): number {
  return Math.ceil((untilMs - nowMs) / 1000);
}
