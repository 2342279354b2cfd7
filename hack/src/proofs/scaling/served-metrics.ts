import { podMetric, scalingMetrics } from '@pricecast/crds';
import type { ScratchNamespace } from '../scratch-namespace.ts';
import { ScalerView, type SeenDecision } from './scaler-view.ts';

/** One number as it was served, beside the one that the decision log has for the same sample. */
export interface Comparison {
  readonly path: string;
  readonly served: number;
  readonly logged: number;
}

interface MetricItems {
  readonly items: readonly { readonly timestamp: string; readonly value: string }[];
}

interface Question {
  readonly path: string;
  readonly logged: (decision: SeenDecision, score: number | null) => number | null;
}

const milli = 1_000;

/** A quantity of Kubernetes as a number: `7`, `52400m`, `12k`. */
export function quantityNumber(text: string): number {
  const factors: Readonly<Record<string, number>> = { m: 1 / milli, k: 1e3, M: 1e6, G: 1e9 };
  const factor = factors[text.at(-1) ?? ''];
  return factor === undefined ? Number(text) : Number(text.slice(0, -1)) * factor;
}

const loggedOf: Readonly<Record<string, Question['logged']>> = {
  [scalingMetrics.desiredReplicas]: ({ desired }) => desired,
  [scalingMetrics.liveReplicas]: ({ live }) => live,
  [scalingMetrics.observedLoad]: ({ load }) => load,
  [scalingMetrics.predictedLoad]: ({ forecast }) => forecast,
  [scalingMetrics.costScore]: (_, score) => score,
};

/** Larger of newest sample and armed forecast, in pods, over the pods that there are, in percent. */
const utilization: Question['logged'] = ({ load, forecast, capacity, armed, ready }) =>
  load === null || capacity === null
    ? null
    : (100 * Math.max(load, armed ? (forecast ?? 0) : 0)) / capacity / ready;

function questionsOf(namespace: string, scaler: string, deployment: string): Question[] {
  const custom = `/apis/custom.metrics.k8s.io/v1beta2/namespaces/${namespace}`;
  const older = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${namespace}`;
  const external = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}`;
  const selected = `labelSelector=${encodeURIComponent(`scaler=${scaler}`)}`;
  const byMetric = Object.entries(loggedOf).flatMap(([metric, logged]) => [
    { path: `${custom}/predictivescalers.pricecast.dev/${scaler}/${metric}`, logged },
    { path: `${older}/predictivescalers.pricecast.dev/${scaler}/${metric}`, logged },
    { path: `${custom}/deployments.apps/${deployment}/${metric}`, logged },
    { path: `${external}/${metric}?${selected}`, logged },
  ]);
  const pods = encodeURIComponent(`app=${deployment}`);
  return [...byMetric, { path: `${custom}/pods/*/${podMetric}?labelSelector=${pods}`, logged: utilization }];
}

/** Reads every number that is served about a scaler, each beside the decision that was the newest before and after. */
export async function compareServed(
  scratch: ScratchNamespace,
  scaler: string,
  deployment: string,
): Promise<readonly Comparison[]> {
  const view = new ScalerView(scratch, scaler);
  const compared: Comparison[] = [];
  for (const question of questionsOf(scratch.name, scaler, deployment))
    compared.push(await compareOne(view, question));
  return compared;
}

const attempts = 20;

/** Between two equal looks at the log no decision was made, so the number in between belongs to that decision. */
async function compareOne(view: ScalerView, { path, logged }: Question): Promise<Comparison> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await view.explanation();
    const { items } = await view.raw<MetricItems>(path);
    const after = await view.explanation();
    const [decision, later] = [before.decisions.at(-1), after.decisions.at(-1)];
    if (decision === undefined || decision.at !== later?.at) continue;
    const value = logged(decision, before.cost.score);
    const [item] = items;
    if (value === null || item === undefined) continue;
    return { path, served: quantityNumber(item.value), logged: value };
  }
  throw new Error(`${path}: no moment was found at which it could be compared with the decision log`);
}

/** Numbers are served in thousandths. */
export const isEqual = ({ served, logged }: Comparison): boolean =>
  Math.abs(served - logged) <= 0.5001 / milli + 1e-9 * Math.abs(logged);
