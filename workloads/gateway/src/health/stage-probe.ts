import { lookup } from 'node:dns/promises';
import { stageReportSchema } from '@pricecast/runtime';
import type { PodLook, StageAddress } from './stage-look.ts';

const deadlineMilliseconds = 2_000;

/**
 * Asks every pod of a stage for readiness and report. A headless Service names its pods by DNS, so that looking
 * at them needs no right in the cluster. No pod is an answer; nobody throws.
 */
export async function lookAtPods({ host, port }: StageAddress): Promise<PodLook[]> {
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return await Promise.all(
    addresses.map(({ address, family }) => lookAtPod(family === 6 ? `[${address}]` : address, port)),
  );
}

async function lookAtPod(address: string, port: number): Promise<PodLook> {
  const signal = AbortSignal.timeout(deadlineMilliseconds);
  const ask = (path: string) => fetch(`http://${address}:${port}${path}`, { signal, redirect: 'error' });
  try {
    const [readiness, report] = await Promise.all([ask('/readyz'), ask('/report')]);
    await readiness.body?.cancel();
    return { ready: readiness.ok, report: stageReportSchema.safeParse(await report.json()).data };
  } catch {
    // A pod that does not answer is what we wanted to know.
    return { ready: false, report: undefined };
  }
}
