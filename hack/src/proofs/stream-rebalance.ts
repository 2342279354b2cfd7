import { setTimeout as sleep } from 'node:timers/promises';
import { topicName } from '@pricecast/market';
import { TopicFollower } from '@pricecast/stream';
import type { Finding, Proof, ProofContext, Scale } from '../proof.ts';
import { atLeast } from './collector/findings.ts';
import { type Rig, startRig, syntheticRig } from './collector/rig.ts';
import { type Arrival, type Passage, passage } from './stream/arrivals.ts';
import { Processors } from './stream/processors.ts';

/** Numbers of processors, one step after another. */
const steps = [1, 3, 5, 1];

interface Plan {
  /** How long is watched after each step. */
  readonly watchSeconds: number;
  readonly longestPauseSeconds: number;
  /** After so long no trade may come two seconds late any more. */
  readonly lateForSeconds: number;
  readonly leastRate: number;
}

const plans: Readonly<Record<Scale, Plan>> = {
  full: { watchSeconds: 30, longestPauseSeconds: 3, lateForSeconds: 10, leastRate: 500 },
  // The gate runs on machines that are busy with other tests.
  gate: { watchSeconds: 10, longestPauseSeconds: 15, lateForSeconds: 30, leastRate: 200 },
};
const lateSeconds = 2;
// More than any run takes: the market is still open when the last step is done.
const endless = 10_000_000;

export const streamRebalance: Proof = {
  name: 'stream-rebalance',
  claim: 'While processors come and go under load, no trade waits for 3 s, and soon none waits for 2 s.',
  needs: ['kafka', 'free-machine'],
  async run(context) {
    await using rig = await startRig(syntheticRig(endless), context);
    await using processors = new Processors(rig, context);
    await processors.scale(steps[0] ?? 1);
    await using watch = await startWatch(rig);
    await rig.exchange.start();
    await watched(context);
    const findings: Finding[] = [];
    for (const [index, count] of steps.entries()) {
      if (index === 0) continue;
      findings.push(...(await step(watch.arrivals, processors, [steps[index - 1] ?? 1, count], context)));
    }
    return findings;
  },
};

async function watched({ scale, signal }: ProofContext): Promise<void> {
  await sleep(plans[scale].watchSeconds * 1000, undefined, { signal });
}

interface Watch extends AsyncDisposable {
  readonly arrivals: readonly Arrival[];
}

/** Notes when each clean trade can be read by others; the time of a trade is when the exchange made it. */
async function startWatch(rig: Rig): Promise<Watch> {
  const arrivals: Arrival[] = [];
  const follower = new TopicFollower({
    source: async () => ({ bootstrapServers: [rig.kafka.bootstrapServers], clientId: 'proof' }),
    log: { debug: () => undefined, warn: () => undefined },
    topics: [topicName(rig.pipeline, 'clean')],
    from: { kind: 'Beginning' },
    onBatch: ({ records }) => {
      const atMs = Date.now();
      for (const { timestamp } of records) arrivals.push({ atMs, delayMs: atMs - timestamp });
    },
    now: Date.now,
    random: Math.random,
  });
  follower.start();
  return { arrivals, [Symbol.asyncDispose]: () => follower.stop() };
}

async function step(
  arrivals: readonly Arrival[],
  processors: Processors,
  [from, to]: readonly [number, number],
  context: ProofContext,
): Promise<Finding[]> {
  const beginMs = Date.now();
  await processors.scale(to);
  const readySeconds = (Date.now() - beginMs) / 1000;
  await watched(context);
  const found = passage(arrivals, { beginMs, endMs: Date.now(), lateMs: lateSeconds * 1000 });
  context.say(
    `${from} → ${to} processors: all ready after ${readySeconds.toFixed(1)} s, longest silence ${found.silenceSeconds.toFixed(2)} s`,
  );
  return judge(`${from} → ${to}`, plans[context.scale], found, (Date.now() - beginMs) / 1000);
}

function judge(name: string, plan: Plan, found: Passage, seconds: number): Finding[] {
  const { leastRate, longestPauseSeconds, lateForSeconds } = plan;
  return [
    atLeast(`${name}: clean trades a second`, found.arrivals / seconds, leastRate),
    {
      what: `${name}: longest that a trade waited, its usual delay included`,
      measured: `${found.pauseSeconds.toFixed(2)} s`,
      bound: `< ${longestPauseSeconds} s`,
      holds: found.pauseSeconds < longestPauseSeconds,
    },
    {
      what: `${name}: until no trade came ${lateSeconds} s late any more`,
      measured: `${found.lateForSeconds.toFixed(1)} s`,
      bound: `< ${lateForSeconds} s`,
      holds: found.lateForSeconds < lateForSeconds,
    },
  ];
}
