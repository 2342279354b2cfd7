import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditEntry } from '../audit/audit-entry.ts';
import { markAuditLog, readAuditLog } from '../audit/audit-log.ts';
import { changes, describeEntry, mostPerObject } from '../audit/judgement.ts';
import { type Kubectl, kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof, ProofContext } from '../proof.ts';
import { operatorName, operatorNamespace, restartOperator } from './operator-pods.ts';
import { until } from './pipeline-watch.ts';
import { applySample, waitReady } from './sample-pipeline.ts';
import { scratchNamespace, untilNothingIsLeaving } from './scratch-namespace.ts';

const account = `system:serviceaccount:${operatorNamespace}:${operatorName}`;
const ownStatus = ['pricepipelines/status', 'predictivescalers/status'];
const statusPeriodSeconds = 30;
const watchSeconds = { full: 300, gate: 35 } as const;

export const operatorQuiet: Proof = {
  name: 'operator-quiet',
  claim:
    'In steady state the operator writes nothing but its lease, events and, at most each 30 s, its own status.',
  needs: ['cluster'],
  async run(context) {
    const kubectl = kubectlOfState();
    await using scratch = await scratchNamespace(kubectl, 'pricecast-proof-quiet');
    await applySample(scratch.kubectl, 'btc-replay');
    await waitReady(scratch.kubectl, 'btc');
    context.say('pipeline is Ready');
    await untilNothingIsLeaving(kubectl);
    await settled(scratch.kubectl);
    const steady = await watch(context, 'steady state', async () => {});
    const restarted = await watch(context, 'operator restart', () => restartOperator(kubectl));
    return [...steady, ...restarted];
  },
};

/** The last stages tell of themselves just after Ready; then nothing is written for as long as this. */
const settledSeconds = 10;
const settlesWithinSeconds = 120;

/** Waits until the pipeline has not been written for a while. */
async function settled(kubectl: Kubectl): Promise<void> {
  const path = 'jsonpath={range .items[*]}{.metadata.resourceVersion} {end}';
  const read = () => kubectl(['get', 'pricepipelines', '-o', path]);
  let seen = { versions: await read(), atMs: performance.now() };
  const look = async () => {
    const versions = await read();
    const atMs = performance.now();
    if (versions !== seen.versions) seen = { versions, atMs };
    return atMs - seen.atMs >= settledSeconds * 1_000 ? true : undefined;
  };
  await until('a pipeline that is left alone', look, settlesWithinSeconds);
}

/** Does something, then watches the audit log for the length of the scale; what was done counts too. */
async function watch(
  { scale, say, signal }: ProofContext,
  when: string,
  act: () => Promise<void>,
): Promise<Finding[]> {
  const mark = await markAuditLog();
  const started = performance.now();
  await act();
  say(`${when}: watching for ${watchSeconds[scale]} s`);
  await sleep(watchSeconds[scale] * 1000, undefined, { signal });
  const seconds = (performance.now() - started) / 1000;
  const entries = (await readAuditLog(mark)).filter(({ user }) => user === account);
  return judge(when, entries, seconds);
}

function judge(when: string, entries: readonly AuditEntry[], seconds: number): Finding[] {
  const others = changes(entries, ownStatus);
  const status = Math.max(...ownStatus.map((resource) => mostPerObject(entries, resource)));
  // Writes 30 s apart fit once more into a window than its length says, when one falls on its beginning.
  const allowed = Math.floor(seconds / statusPeriodSeconds) + 1;
  return [
    {
      what: `${when}: writes to other objects`,
      measured: [String(others.length), ...others.slice(0, 5).map(describeEntry)].join('; '),
      bound: '0',
      holds: others.length === 0,
    },
    {
      what: `${when}: most status writes to one object in ${seconds.toFixed(0)} s`,
      measured: String(status),
      bound: `≤ ${allowed}`,
      holds: status <= allowed,
    },
    {
      what: `${when}: lease renewals seen (the log is alive)`,
      measured: String(entries.filter(({ resource }) => resource === 'leases').length),
      bound: '≥ 1',
      holds: entries.some(({ resource }) => resource === 'leases'),
    },
  ];
}
