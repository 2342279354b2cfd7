import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceError } from '@grpc/grpc-js';
import { scalingMetrics } from '@pricecast/crds';
import { ExternalScaler } from '../../../../adapter/src/keda/contract.ts';
import { kedaCredentials, triggerOf } from '../../proofs/adapter/keda-turns.ts';
import { type LoadFigures, quantiles } from './load.ts';
import type { Arena } from './peers.ts';

const metric = scalingMetrics.observedLoad;
const ref = triggerOf('checkout', metric);
const questions = [
  ['GetMetricSpec', ref],
  ['GetMetrics', { scaledObjectRef: ref, metricName: metric }],
  ['IsActive', ref],
] as const;

/** KEDA's three questions in turn on one connection at a steady rate, as its operator asks them. */
export async function kedaCalls({ keda }: Arena, perSecond: number, seconds: number): Promise<LoadFigures> {
  const client = new ExternalScaler(`localhost:${keda.port}`, kedaCredentials(keda));
  const call = ([method, request]: (typeof questions)[number]) =>
    new Promise<number>((resolve, reject) => {
      const began = performance.now();
      client[method]?.(request, (error: ServiceError | null) =>
        error === null ? resolve(performance.now() - began) : reject(error),
      );
    });
  await call(questions[0]);
  const asked: Promise<number>[] = [];
  const began = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const wait = began + (index * 1_000) / perSecond - performance.now();
    if (wait > 1) await sleep(wait);
    asked.push(call(questions[index % questions.length] ?? questions[0]));
  }
  const took = await Promise.all(asked);
  client.close();
  return { perSecond, ...quantiles(took) };
}
