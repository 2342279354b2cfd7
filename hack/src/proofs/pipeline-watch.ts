import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubectl } from '../cluster/kubectl.ts';

/** A pipeline as the API server gives it, as far as tests look at it. */
export interface SeenPipeline {
  readonly metadata: { readonly name: string; readonly uid: string; readonly generation: number };
  readonly status?: {
    readonly conditions?: readonly SeenCondition[];
    readonly [column: string]: unknown;
  };
}

/** One condition of it. */
export interface SeenCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
}

/** Reads a pipeline; undefined when there is none. */
export async function readPipeline(kubectl: Kubectl, name: string): Promise<SeenPipeline | undefined> {
  const text = await kubectl(['get', 'pricepipeline', name, '--ignore-not-found', '-o', 'json']);
  return text === '' ? undefined : (JSON.parse(text) as SeenPipeline);
}

export const conditionOf = (pipeline: SeenPipeline | undefined, type: string): SeenCondition | undefined =>
  pipeline?.status?.conditions?.find((condition) => condition.type === type);

/** What a condition is waited for to be. */
export interface Expected {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
}

/**
 * Waits until a condition is as expected at the present generation, and returns it. Throws with what is instead.
 */
export async function untilCondition(
  kubectl: Kubectl,
  name: string,
  expected: Expected,
  seconds = 60,
): Promise<SeenCondition> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const pipeline = await readPipeline(kubectl, name);
    const found = conditionOf(pipeline, expected.type);
    if (found !== undefined && matches(found, expected, pipeline?.metadata.generation)) return found;
    if (performance.now() > deadline) throw new Error(missed(name, expected, pipeline, seconds));
    await sleep(200);
  }
}

const matches = (found: SeenCondition, expected: Expected, generation: number | undefined): boolean =>
  found.status === expected.status &&
  (expected.reason === undefined || found.reason === expected.reason) &&
  found.observedGeneration === generation;

function missed(
  name: string,
  expected: Expected,
  pipeline: SeenPipeline | undefined,
  seconds: number,
): string {
  const seen = (pipeline?.status?.conditions ?? []).map(
    ({ type, status, reason, message }) => `  ${type}=${status} ${reason}: ${message}`,
  );
  const wanted = `${expected.type}=${expected.status}${expected.reason === undefined ? '' : ` ${expected.reason}`}`;
  return [`${name} did not get ${wanted} within ${seconds} s; it has`, ...seen].join('\n');
}

/** Waits until a look at the world gives something, and returns that. Throws with `what` in it. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(200);
  }
}
