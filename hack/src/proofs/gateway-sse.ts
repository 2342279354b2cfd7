import type { Proof, ProofContext, Scale } from '../proof.ts';
import { atLeast, none } from './collector/findings.ts';
import { readJournal } from './collector/journal.ts';
import { type Rig, startRig, syntheticRig } from './collector/rig.ts';
import { finished, tradesMade } from './collector/watch.ts';
import { ProofGateway } from './stream/gateways.ts';
import { Processors } from './stream/processors.ts';
import { everythingSeen, Viewer } from './stream/viewer.ts';

interface Plan {
  readonly trades: number;
  /** How often the client is cut off; it then goes to the other gateway. */
  readonly cuts: number;
  /** Every so many cuts the gateway that it leaves is killed. */
  readonly killEvery: number;
}

const plans: Readonly<Record<Scale, Plan>> = {
  full: { trades: 30_000, cuts: 40, killEvery: 5 },
  gate: { trades: 4_000, cuts: 6, killEvery: 3 },
};
const askedRate = 600;

export const gatewaySse: Proof = {
  name: 'gateway-sse',
  claim: 'A client that is cut off, moved and met by restarts gets every trade once and in order.',
  needs: ['kafka'],
  async run(context) {
    const plan = plans[context.scale];
    await using rig = await startRig(syntheticRig(plan.trades, askedRate), context);
    await using processors = new Processors(rig, context);
    await processors.scale(1);
    await using one = await ProofGateway.start(rig, 'gateway-1', context);
    await using other = await ProofGateway.start(rig, 'gateway-2', context);
    const viewer = new Viewer();
    await viewer.connect(one.streamUrl);
    await rig.exchange.start();
    const kills = await disturb(rig, [one, other], viewer, plan, context);
    await finished(rig, context);
    await everythingSeen(viewer, plan.trades, context);
    await viewer.cut();
    await rig.exchangeProcess.stop();
    const journal = await readJournal(rig.journalFile);
    const viewing = viewer.compare(journal);
    return [
      atLeast('trades made by the exchange', journal.length, plan.trades),
      atLeast('connections of the client', viewer.connections, plan.cuts + 1),
      atLeast('gateways killed', kills, Math.floor(plan.cuts / plan.killEvery)),
      none('trades that the client did not get', viewing.missing),
      none('trades that it got more than once', viewing.doubled),
      none('trades out of order within their symbol', viewing.outOfOrder),
      none('gaps that it was told of', viewing.gaps),
    ];
  },
};

/** Cuts the client off at even distances and sends it to the other gateway; resolves with the number of kills. */
async function disturb(
  rig: Rig,
  gateways: readonly [ProofGateway, ProofGateway],
  viewer: Viewer,
  plan: Plan,
  context: ProofContext,
): Promise<number> {
  let kills = 0;
  for (let cut = 1; cut <= plan.cuts; cut += 1) {
    await tradesMade(rig, Math.floor((plan.trades * cut) / (plan.cuts + 1)), context);
    const [left, next] = cut % 2 === 1 ? gateways : [gateways[1], gateways[0]];
    if (cut % plan.killEvery === 0) {
      kills += 1;
      const restarting = left.killAndRestart();
      await viewer.cut();
      await viewer.connect(next.streamUrl);
      await restarting;
      context.say(`gateway killed while it served, ${viewer.trades.length} trades seen`);
    } else {
      await viewer.cut();
      await viewer.connect(next.streamUrl);
    }
  }
  return kills;
}
