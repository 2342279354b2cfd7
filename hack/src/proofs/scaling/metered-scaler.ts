import { scalerOf } from '../apply-object.ts';
import type { PastLoad } from './import-past.ts';
import { wave, waveAt } from './known-load.ts';
import { workloadDeployment } from './workload.ts';

/** Requests per second that a pod serves. */
export const ratePerPod = 20;
/** Seconds for which fewer pods wait; for KEDA the last one as well. */
export const downSeconds = 30;

/** What tells the loads of this moment to everybody who asks, under a name. */
export const meterObjects = (name: string, image: string, beginMs: number): readonly object[] => [
  workloadDeployment({ name, image, replicas: 1, environment: { BEGIN_MS: String(beginMs) } }),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 8_080 }] },
  },
];

/** The number that a scaler reads, and who tells it. */
export interface MeteredLoad {
  readonly meter: string;
  readonly load: 'wave' | 'steady';
}

/** A scaler of the Deployment of its name, on a load that a meter tells. */
export const scalerOn = (name: string, { meter, load }: MeteredLoad, form: object): object =>
  scalerOf(name, {
    maxReplicas: 12,
    mode: 'Full',
    demand: {
      source: 'Http',
      http: { service: meter, port: 8_080, valuePath: load },
      intervalSeconds: 5,
      ...(load === 'wave' ? { seasonsSeconds: [wave.cycleSeconds] } : {}),
    },
    capacity: { type: 'Fixed', loadPerReplica: String(ratePerPod) },
    behavior: { scaleDown: { stabilizationWindowSeconds: downSeconds } },
    ...form,
  });

const stepSeconds = 5;

/** The wave from the begin of its first day until now, as a scaler can be told of it. */
export const pastOfWave = (beginMs: number, nowMs: number): PastLoad[] =>
  Array.from({ length: Math.floor((nowMs - beginMs) / (stepSeconds * 1_000)) }, (_, index) => ({
    at: beginMs + index * stepSeconds * 1_000,
    load: waveAt(index * stepSeconds),
  }));
