import type { PredictiveScaler } from '@pricecast/crds';
import { type PriceBook, pricePerReplicaHour, tierFor } from '@pricecast/decision';
import { quantityNanos } from '@pricecast/kube';
import type { Workload } from '../cluster/workload.ts';
import type { Prices } from '../scaler/observation.ts';

/** What a pod costs: the price in the spec, else that of the smallest tier of the book that holds its requests. */
export function pricesOf(
  { spec }: Pick<PredictiveScaler, 'spec'>,
  workload: Workload | undefined,
  book: PriceBook,
): Prices {
  if (spec.cost !== undefined)
    return { currency: spec.cost.currency, perReplicaHour: Number(spec.cost.pricePerReplicaHour) };
  const { currency } = book;
  const requests = workload === undefined ? undefined : requestsOf(workload);
  const tier = requests === undefined ? undefined : tierFor(book, requests);
  return {
    currency,
    perReplicaHour: tier === undefined ? undefined : pricePerReplicaHour(book, tier, 'OnDemand'),
  };
}

/** Sum over the containers; undefined where a pod requests nothing, for then nobody knows how large it is. */
function requestsOf({ spec }: Workload): { cpuCores: number; memoryMegabytes: number } | undefined {
  const containers = spec?.template?.spec?.containers ?? [];
  const sum = (name: string) =>
    containers.reduce((total, { resources }) => total + amountOf(resources?.requests?.[name]), 0);
  const [cpuCores, bytes] = [sum('cpu'), sum('memory')];
  return cpuCores + bytes > 0 ? { cpuCores, memoryMegabytes: bytes / 1_048_576 } : undefined;
}

const amountOf = (quantity: string | undefined): number =>
  Number(quantity === undefined ? 0n : (quantityNanos(quantity) ?? 0n)) / 1e9;
