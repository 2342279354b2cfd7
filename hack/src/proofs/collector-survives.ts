import { setTimeout as sleep } from 'node:timers/promises';
import type { Proof, ProofContext, Scale } from '../proof.ts';
import { compare } from './collector/comparison.ts';
import { atLeast, delays, faithful, ratePerSecond } from './collector/findings.ts';
import { readJournal } from './collector/journal.ts';
import { type Rig, startRig, syntheticRig } from './collector/rig.ts';
import { readWithKcat } from './collector/topic.ts';
import { finished, quietTopic, tradesMade } from './collector/watch.ts';

interface Plan {
  readonly trades: number;
  /** Shares of the trades at which the collector is killed while the broker is there. */
  readonly killsAt: readonly number[];
  /** Share of the trades at which the broker goes. */
  readonly brokerGoesAt: number;
  readonly brokerAwaySeconds: number;
}

const plans: Readonly<Record<Scale, Plan>> = {
  full: { trades: 150_000, killsAt: [0.12, 0.26, 0.78, 0.9], brokerGoesAt: 0.4, brokerAwaySeconds: 30 },
  gate: { trades: 30_000, killsAt: [0.85], brokerGoesAt: 0.15, brokerAwaySeconds: 8 },
};
const leastRate = 950;

export const collectorSurvives: Proof = {
  name: 'collector-survives',
  claim:
    'No trade is missing though the collector is killed again and again and the broker is killed and away.',
  needs: ['kafka'],
  async run(context) {
    const plan = plans[context.scale];
    await using rig = await startRig(syntheticRig(plan.trades), context);
    const kills = await disturb(rig, plan, context);
    await finished(rig, context);
    await quietTopic(rig, plan.trades, context);
    const messages = await readWithKcat(rig.kafka.bootstrapServers, rig.topic);
    await rig.exchangeProcess.stop();
    const journal = await readJournal(rig.journalFile);
    const comparison = compare(journal, messages);
    context.say(delays(messages));
    return [
      atLeast('trades made by the exchange', journal.length, plan.trades),
      atLeast('trades a second', ratePerSecond(journal), leastRate),
      atLeast('SIGKILLs of the collector', kills, plan.killsAt.length + 1),
      ...faithful(comparison),
      {
        what: 'trades that are there more than once, for the next stage to remove',
        measured: String(comparison.doubles),
        bound: 'any number',
        holds: true,
      },
    ];
  },
};

/** Opens the market and carries out the plan; resolves with the number of times that the collector was killed. */
async function disturb(rig: Rig, plan: Plan, context: ProofContext): Promise<number> {
  await rig.exchange.start();
  const deeds = [
    { at: plan.brokerGoesAt, act: () => withoutBroker(rig, plan, context) },
    ...plan.killsAt.map((at) => ({ at, act: () => killCollector(rig, context) })),
  ];
  for (const { at, act } of deeds.sort((a, b) => a.at - b.at)) {
    await tradesMade(rig, Math.floor(plan.trades * at), context);
    await act();
  }
  return deeds.length;
}

async function killCollector(rig: Rig, { say }: ProofContext): Promise<void> {
  await rig.collector.killAndRestart();
  say('collector killed and started again');
}

/** The broker goes, the collector is killed half-way through its absence, the broker comes back. */
async function withoutBroker(rig: Rig, plan: Plan, context: ProofContext): Promise<void> {
  const half = (plan.brokerAwaySeconds * 1000) / 2;
  await rig.kafka.kill();
  context.say(`broker killed, away for ${plan.brokerAwaySeconds} s`);
  await sleep(half, undefined, { signal: context.signal });
  await killCollector(rig, context);
  await sleep(half, undefined, { signal: context.signal });
  await rig.kafka.start();
  context.say('broker is back');
}
