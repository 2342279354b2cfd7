import { topicName } from '@pricecast/market';
import { stageReportSchema } from '@pricecast/runtime';
import type { ProofContext } from '../../proof.ts';
import type { Rig } from '../collector/rig.ts';
import { waitFor } from '../collector/wait.ts';
import type { RunningStage } from './running-stage.ts';

const longestSettlingSeconds = 180;
/** So long must nothing have been written after the last message was handled. */
const quietMs = 2_000;

/** Lag of a stage in seconds; undefined when it does not know it or does not answer. */
export async function lagOf({ url }: RunningStage): Promise<number | undefined> {
  try {
    const response = await fetch(`${url}/report`, { signal: AbortSignal.timeout(1_000) });
    return stageReportSchema.parse(await response.json()).gauges.lagSeconds;
  } catch {
    // It is being started or was killed; then it has no lag to tell.
    return undefined;
  }
}

/** Resolves once all stages have handled everything and nothing is written any more. */
export async function settled(
  rig: Rig,
  stages: readonly RunningStage[],
  { say, signal }: ProofContext,
): Promise<void> {
  const startMs = performance.now();
  let seen = { count: -1, atMs: startMs };
  const ask = async () => {
    const lags = await Promise.all(stages.map(lagOf));
    const count = await rig.messages(topicName(rig.pipeline, 'clean'));
    const nowMs = performance.now();
    if (count !== seen.count || lags.some((lag) => lag !== 0)) seen = { count, atMs: nowMs };
    return nowMs - seen.atMs >= quietMs ? true : undefined;
  };
  await waitFor('stages that have handled everything', ask, { seconds: longestSettlingSeconds, signal });
  say(
    `everything was handled ${((seen.atMs - startMs) / 1000).toFixed(1)} s after the last trade was written`,
  );
}
