import type { Finding, Proof, ProofContext, Scale } from '../proof.ts';
import { compare } from './collector/comparison.ts';
import {
  atLeast,
  delays,
  faithful,
  longestRefillSeconds,
  none,
  ratePerSecond,
} from './collector/findings.ts';
import { readJournal } from './collector/journal.ts';
import { type Rig, startRig, syntheticRig } from './collector/rig.ts';
import { type ReadMessage, readWithKcat } from './collector/topic.ts';
import { finished, quietTopic, tradesMade } from './collector/watch.ts';

interface Plan {
  readonly trades: number;
  readonly cuts: number;
  /** The gate runs on machines that are busy with other tests. */
  readonly longestRefillSeconds: number;
}

const plans: Readonly<Record<Scale, Plan>> = {
  full: { trades: 200_000, cuts: 20, longestRefillSeconds: 5 },
  gate: { trades: 10_000, cuts: 4, longestRefillSeconds: 20 },
};
const leastRate = 950;
const frameFaults = { drop: 0.01, duplicate: 0.01, reorder: 0.005 };

export const collectorExactlyOnce: Proof = {
  name: 'collector-exactly-once',
  claim:
    'Every trade of the exchange is in the topic exactly once, in order and byte-equal, though connections are cut.',
  needs: ['kafka'],
  async run(context) {
    const plan = plans[context.scale];
    await using rig = await startRig(syntheticRig(plan.trades), context);
    const cuts = await disturb(rig, plan, context);
    const { counts } = await finished(rig, context);
    await quietTopic(rig, plan.trades, context);
    const messages = await readWithKcat(rig.kafka.bootstrapServers, rig.topic);
    await rig.exchangeProcess.stop();
    context.say(delays(messages));
    return [
      ...(await judge(rig, plan, messages)),
      atLeast('connections cut', cuts, plan.cuts),
      atLeast('frames dropped', counts.framesDropped, 1),
      atLeast('frames doubled', counts.framesDoubled, 1),
    ];
  },
};

/** Opens the market with frame faults and cuts all connections at even distances; resolves with the number of cuts. */
async function disturb(rig: Rig, plan: Plan, context: ProofContext): Promise<number> {
  await rig.exchange.order(frameFaults);
  await rig.exchange.start();
  let cuts = 0;
  while (cuts < plan.cuts) {
    await tradesMade(rig, Math.floor((plan.trades * (cuts + 1)) / (plan.cuts + 1)), context);
    const cut = await rig.exchange.cut(cuts % 2 === 0 ? 'Reset' : 'Close');
    // None is open while the collector is still connecting; then it is tried again.
    if (cut > 0) cuts += 1;
    if (cut > 0) context.say(`cut ${cuts} of ${plan.cuts}`);
  }
  return cuts;
}

async function judge(rig: Rig, plan: Plan, messages: readonly ReadMessage[]): Promise<readonly Finding[]> {
  const journal = await readJournal(rig.journalFile);
  const comparison = compare(journal, messages);
  const refill = longestRefillSeconds(messages);
  return [
    atLeast('trades made by the exchange', journal.length, plan.trades),
    atLeast('trades a second', ratePerSecond(journal), leastRate),
    ...faithful(comparison),
    none('trades that are there more than once', comparison.doubles),
    {
      what: 'longest way of a refilled trade into the collector',
      measured: `${refill.toFixed(2)} s`,
      bound: `≤ ${plan.longestRefillSeconds} s`,
      holds: refill <= plan.longestRefillSeconds,
    },
  ];
}
