import type { Manifest } from '@pricecast/kube';
import { aScaler } from '../../../../crds/samples/builders.ts';

/** What is carried, as the processes of the bench tell it to one another. */
export interface Scale {
  readonly scalers: number;
  /** How long the steady state is looked at. */
  readonly seconds: number;
  /** Days of history at `stepMs`. */
  readonly days: number;
  /** Threads that forecast. */
  readonly threads: number;
  /** Whether forecasts are opened from history, not resumed. */
  readonly anew: boolean;
  /** Folder of the store. */
  readonly folder: string;
  /** Port of the load server on loopback. */
  readonly port: number;
}

export const intervalSeconds = 15;
/** Length of a slot of eight days. */
export const stepMs = 60_000;
export const leadSeconds = 60;
export const hpaSyncSeconds = 15;

/** The scale that the process was started with. */
export const givenScale = (): Scale => JSON.parse(process.argv[2] ?? '') as Scale;

/** So many scalers with a source by HTTP, by key. */
export function scalersOf(count: number): ReadonlyMap<string, Manifest> {
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const name = `scaler-${index}`;
      const scaler = aScaler({
        maxReplicas: 50,
        mode: 'Full',
        demand: {
          source: 'Http',
          http: { service: 'queue', port: 80, path: `/${index}`, valuePath: 'arrivals' },
          intervalSeconds,
        },
        capacity: { type: 'Fixed', loadPerReplica: '20' },
        leadTime: { type: 'Fixed', seconds: leadSeconds },
      }) as unknown as Manifest;
      const metadata = { ...scaler.metadata, namespace: 'shop', name, uid: name, generation: 1 };
      return [`shop/${name}`, { ...scaler, metadata } as Manifest] as const;
    }),
  );
}
