import type { Random } from '../market/random.ts';
import { type Reply, refusal } from '../rest/reply.ts';
import { bannedReply, limitedReply } from '../rest/weights.ts';
import type { FaultPlan } from './fault-plan.ts';

/** How a REST request ends: with a reply, perhaps another than the handler's, or not at all. */
export type RequestOutcome = { readonly kind: 'Reply'; readonly reply: Reply } | { readonly kind: 'Hang' };

const html: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>Maintenance</title></head><body>Please come back later.</body></html>',
};

/** Applies the REST fault of the plan to what the handler would have answered. */
export function disturbReply(reply: Reply, plan: FaultPlan, nowMs: number, random: Random): RequestOutcome {
  if (plan.rest === 'None' || random.uniform() >= plan.restShare) return { kind: 'Reply', reply };
  if (plan.rest === 'Hang') return { kind: 'Hang' };
  return { kind: 'Reply', reply: replacement(reply, plan.rest, plan, nowMs) };
}

function replacement(
  reply: Reply,
  fault: Exclude<FaultPlan['rest'], 'None' | 'Hang'>,
  plan: FaultPlan,
  nowMs: number,
): Reply {
  switch (fault) {
    case 'Error':
      return refusal(plan.restStatus, -1000, 'An unknown error occurred while processing the request.');
    case 'Html':
      return html;
    case 'Truncated':
      return { ...reply, body: reply.body.slice(0, Math.ceil(reply.body.length / 2)) };
    case 'Limited':
      return limitedReply(plan.retryAfterSeconds);
    case 'Banned':
      return bannedReply(plan.retryAfterSeconds, nowMs);
  }
}
