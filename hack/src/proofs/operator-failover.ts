import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditEntry } from '../audit/audit-entry.ts';
import { type AuditMark, markAuditLog, readAuditLog } from '../audit/audit-log.ts';
import { turns } from '../audit/judgement.ts';
import { type Kubectl, kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import {
  containerOf,
  kill,
  leader,
  operatorReady,
  operatorReplicas,
  pause,
  resume,
  scaleOperator,
  strike,
} from './operator-pods.ts';
import { applySample, waitReady } from './sample-pipeline.ts';
import { type ScratchNamespace, scratchNamespace } from './scratch-namespace.ts';

const boundSeconds = 20;
const rounds = { full: 5, gate: 1 } as const;

export const operatorFailover: Proof = {
  name: 'operator-failover',
  claim:
    'When the leader of two operators dies or freezes, the other acts within 20 s, and never do both write.',
  needs: ['cluster'],
  async run(context) {
    const kubectl = kubectlOfState();
    const replicasBefore = await operatorReplicas(kubectl);
    await using scratch = await scratchNamespace(kubectl, 'pricecast-proof-failover');
    await applySample(scratch.kubectl, 'btc-replay');
    await waitReady(scratch.kubectl, 'btc');
    try {
      await scaleOperator(kubectl, 2);
      return await allRounds(context, kubectl, scratch);
    } finally {
      await scaleOperator(kubectl, replicasBefore);
    }
  },
};

async function allRounds(
  context: ProofContext,
  kubectl: Kubectl,
  scratch: ScratchNamespace,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (let round = 1; round <= rounds[context.scale]; round += 1) {
    findings.push(...(await killLeader(context, kubectl, scratch)));
  }
  findings.push(...(await freezeLeader(context, kubectl, scratch)));
  return findings;
}

async function killLeader(
  { say }: ProofContext,
  kubectl: Kubectl,
  scratch: ScratchNamespace,
): Promise<Finding[]> {
  const { dying, container, mark } = await choose(kubectl);
  say(`killing ${dying}`);
  const started = performance.now();
  await strike(container, kill);
  const seconds = await untilOtherActs(scratch, mark, dying, started);
  await operatorReady(kubectl);
  return [...judge('leader killed', seconds, await readAuditLog(mark))];
}

/** A frozen leader does not know that time went by; thawed, it must notice before it writes. */
async function freezeLeader(
  context: ProofContext,
  kubectl: Kubectl,
  scratch: ScratchNamespace,
): Promise<Finding[]> {
  const { dying, container, mark } = await choose(kubectl);
  context.say(`freezing ${dying}`);
  const started = performance.now();
  await strike(container, pause);
  const seconds = await untilOtherActs(scratch, mark, dying, started);
  await strike(container, resume);
  await sleep(10_000, undefined, { signal: context.signal });
  await operatorReady(kubectl);
  return [...judge('leader frozen and thawed', seconds, await readAuditLog(mark))];
}

async function choose(kubectl: Kubectl): Promise<{ dying: string; container: string; mark: AuditMark }> {
  const dying = await leader(kubectl);
  return { dying, container: await containerOf(kubectl, dying), mark: await markAuditLog() };
}

/** Deletes a child, which somebody has to make again, and waits until somebody other than the leader did. */
async function untilOtherActs(
  scratch: ScratchNamespace,
  mark: AuditMark,
  dying: string,
  started: number,
): Promise<number | undefined> {
  await scratch.kubectl(['delete', 'service', 'btc-collector']);
  while (performance.now() - started < 3 * boundSeconds * 1000) {
    const entries = await readAuditLog(mark);
    const done = entries.some(
      ({ pod, object }) => pod !== undefined && pod !== dying && object === `${scratch.name}/btc-collector`,
    );
    if (done) return (performance.now() - started) / 1000;
    await sleep(200);
  }
  return undefined;
}

function judge(when: string, seconds: number | undefined, entries: readonly AuditEntry[]): Finding[] {
  const order = turns(entries.filter(({ user }) => user.includes('pricecast')));
  return [
    {
      what: `${when}: the other acted after`,
      measured: seconds === undefined ? 'not at all' : `${seconds.toFixed(1)} s`,
      bound: `≤ ${boundSeconds} s`,
      holds: seconds !== undefined && seconds <= boundSeconds,
    },
    {
      what: `${when}: writers in order`,
      measured: order.join(' → '),
      bound: 'each pod one turn',
      holds: order.length > 0 && new Set(order).size === order.length,
    },
  ];
}
