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
/** A child that costs nobody anything while it is away. */
const child = 'btc-collector';
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
    await applySample(scratch.kubectl, 'collect-only');
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
  { say, signal }: ProofContext,
  kubectl: Kubectl,
  scratch: ScratchNamespace,
): Promise<Finding[]> {
  const { dying, container, mark } = await choose(kubectl, scratch, signal);
  say(`killing ${dying}`);
  await strike(container, kill);
  const seconds = await untilMadeAgain(scratch, mark, otherThan(dying), signal);
  await operatorReady(kubectl);
  return [...judge('leader killed', dying, seconds, await readAuditLog(mark))];
}

/** A frozen leader does not know that time went by; thawed, it must notice before it writes. */
async function freezeLeader(
  { say, signal }: ProofContext,
  kubectl: Kubectl,
  scratch: ScratchNamespace,
): Promise<Finding[]> {
  const { dying, container, mark } = await choose(kubectl, scratch, signal);
  say(`freezing ${dying}`);
  await strike(container, pause);
  const seconds = await untilMadeAgain(scratch, mark, otherThan(dying), signal);
  await strike(container, resume);
  // Something to write at the moment of waking: both see it, and one may act.
  await untilMadeAgain(scratch, await markAuditLog(), () => true, signal);
  await operatorReady(kubectl);
  return [...judge('leader frozen and thawed', dying, seconds, await readAuditLog(mark))];
}

/** Lets the leader write once, so that the log shows its turn, and picks it for the blow. */
async function choose(
  kubectl: Kubectl,
  scratch: ScratchNamespace,
  signal: AbortSignal,
): Promise<{ dying: string; container: string; mark: AuditMark }> {
  const dying = await leader(kubectl);
  const container = await containerOf(kubectl, dying);
  const mark = await markAuditLog();
  await untilMadeAgain(scratch, mark, (pod) => pod === dying, signal);
  return { dying, container, mark };
}

const otherThan = (dying: string) => (pod: string) => pod !== dying;

/** Deletes a child and waits until a pod of the right kind has made it again; seconds, or undefined when none did. */
async function untilMadeAgain(
  scratch: ScratchNamespace,
  mark: AuditMark,
  isRight: (pod: string) => boolean,
  signal: AbortSignal,
): Promise<number | undefined> {
  const started = performance.now();
  await scratch.kubectl(['delete', 'service', child]);
  while (performance.now() - started < 3 * boundSeconds * 1000) {
    const entries = await readAuditLog(mark);
    const done = entries.some(
      ({ pod, object }) => pod !== undefined && isRight(pod) && object === `${scratch.name}/${child}`,
    );
    if (done) return (performance.now() - started) / 1000;
    await sleep(200, undefined, { signal });
  }
  return undefined;
}

function judge(
  when: string,
  dying: string,
  seconds: number | undefined,
  entries: readonly AuditEntry[],
): Finding[] {
  const order = turns(entries.filter(({ user }) => user.endsWith(':pricecast-operator')));
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
      bound: 'the old leader, then the new one, and no third turn',
      holds: order.length === 2 && order[0] === dying,
    },
  ];
}
