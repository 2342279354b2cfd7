import { HpaController } from './hpa/controller.ts';
import { propose } from './hpa/propose.ts';
import { Pods } from './pods.ts';
import type { Policy } from './policies/policy.ts';
import type { Setup } from './policies/setup.ts';
import type { Progress } from './progress.ts';
import { type Score, ScoreSheet } from './score.ts';
import { openService } from './service/open-service.ts';
import type { Outcome, Service } from './service/service.ts';
import { syncSeconds } from './world.ts';

/** One look of the HPA, for those who want to see it. */
export interface Look {
  readonly policy: string;
  readonly now: number;
  readonly observed: number;
  readonly demand: number;
  /** Proposal of the HPA before rate limits and stabilisation. */
  readonly desired: number;
  readonly replicas: number;
  readonly ready: number;
  readonly reason: string;
}

/** What a run is told beside its setup. */
export interface RunOptions {
  readonly warmupDays: number;
  /** Seconds that the next pod takes until it serves. */
  readonly startupSeconds: () => number;
  /** What the workload does with the load; without it, what cannot be served at once is lost. */
  readonly service?: Service;
  readonly onLook?: (look: Look) => void;
  readonly progress?: Progress;
  readonly onOutcome?: (now: number, outcome: Outcome) => void;
}

/** Runs one policy over the trace: wish, proposal, rate limits, pods, load, score. */
export function run(setup: Setup, policy: Policy, options: RunOptions): Score {
  const { world, capacity, min, max } = setup;
  const { service = openService } = options;
  const controller = new HpaController(policy.behavior, { min, max });
  const sheet = new ScoreSheet(syncSeconds, min);
  const pods = new Pods();
  const firstScored = Math.floor((options.warmupDays * 86_400) / syncSeconds);
  const within = (replicas: number) => Math.min(max, Math.max(min, replicas));
  let waiting = 0;
  options.progress?.begin(policy.name, world.syncs);
  for (let sync = 0; sync < world.syncs; sync += 1) {
    options.progress?.reach(sync);
    const now = world.startsAt + sync * syncSeconds;
    const row = world.seen[sync] as number;
    const demand = world.demand[sync] as number;
    const opening = sync === 0;
    const { replicas: wish, reason } = policy.wish({
      sync,
      now,
      row,
      waiting,
      ready: pods.ready(now),
      replicas: opening ? min : pods.count,
    });
    if (opening) pods.scaleTo(within(Math.ceil((wish ?? min) - 1e-9)), () => now);
    const proposal =
      wish === undefined
        ? undefined
        : propose({ type: 'Average', value: wish, target: 1 }, Math.max(1, pods.count), policy.behavior);
    const before = pods.count;
    pods.scaleTo(controller.decide(now, before, proposal), () => now + options.startupSeconds());
    const [replicas, ready] = [pods.count, pods.ready(now)];
    const perReplica = capacity * world.troubles.capacityShare(now);
    const outcome = service.pass({ arrivals: demand, ready, perReplica, seconds: syncSeconds });
    waiting = outcome.waiting;
    options.onOutcome?.(now, outcome);
    const desired = within(proposal ?? before);
    const observed = world.trace.loads[row] as number;
    options.onLook?.({ policy: policy.name, now, observed, demand, desired, replicas, ready, reason });
    if (sync < firstScored) continue;
    sheet.add({ demand, perReplica, outcome, replicas, acted: replicas !== before });
  }
  return sheet.score(setup.pricePerPodHour);
}
