import { scalingMetrics } from '@pricecast/crds';
import { sceneNamespace } from './adapter-scene.ts';

/** The metrics that are asked for: the first tells decisions apart, the second is what scales. */
export const askedMetrics = [scalingMetrics.observedLoad, scalingMetrics.desiredReplicas] as const;

/** One question about one number of one scaler. */
export interface Question {
  readonly scaler: string;
  readonly metric: (typeof askedMetrics)[number];
}

/** A question and what came of it; times in milliseconds since the epoch. */
export interface Lookup extends Question {
  /** How it was asked: as the HPA does, or as KEDA does. */
  readonly way: 'HPA' | 'KEDA';
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly outcome:
    | { readonly kind: 'Value'; readonly value: number }
    | { readonly kind: 'Failed'; readonly why: string };
}

/** Asks one question; rejects with a sentence where no number is answered. */
export type Ask = (question: Question) => Promise<number>;

/** Path of the number at the metric APIs. */
export const pathOf = ({ scaler, metric }: Question): string =>
  `/apis/custom.metrics.k8s.io/v1beta2/namespaces/${sceneNamespace}/predictivescalers.pricecast.dev/${scaler}/${metric}`;

/** Asks, and remembers what came of it; never rejects. */
export async function lookUp(way: Lookup['way'], ask: Ask, question: Question): Promise<Lookup> {
  const askedAt = Date.now();
  const outcome = await ask(question).then(
    (value) => ({ kind: 'Value' as const, value }),
    (error: unknown) => ({
      kind: 'Failed' as const,
      why: error instanceof Error ? error.message : String(error),
    }),
  );
  return { ...question, way, askedAt, answeredAt: Date.now(), outcome };
}
