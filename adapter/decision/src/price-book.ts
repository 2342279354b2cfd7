/** A size of pod with what it costs, as the price book of the adapter's ConfigMap lists it. */
export interface Tier {
  readonly name: string;
  readonly cpuCores: number;
  readonly memoryMegabytes: number;
  /** Price relative to the smallest tier for the same resources: larger sizes are dearer to keep at hand. */
  readonly costFactor: number;
}

/** The tiers that a price book begins with. */
export const defaultTiers: readonly Tier[] = [
  { name: 'micro', cpuCores: 0.1, memoryMegabytes: 128, costFactor: 1 },
  { name: 'small', cpuCores: 0.25, memoryMegabytes: 256, costFactor: 1.2 },
  { name: 'medium', cpuCores: 0.5, memoryMegabytes: 512, costFactor: 1.5 },
  { name: 'large', cpuCores: 1, memoryMegabytes: 1_024, costFactor: 2 },
  { name: 'xlarge', cpuCores: 2, memoryMegabytes: 2_048, costFactor: 3 },
];

/** What resources cost. */
export interface PriceBook {
  readonly currency: string;
  readonly cpuCoreHour: number;
  readonly memoryGigabyteHour: number;
  readonly tiers: readonly Tier[];
  /** Spot price as a share of the price on demand, and the share of spot hours lost to interruption. */
  readonly spot: { readonly priceShare: number; readonly interruptedShare: number };
}

/** Prices of common cloud machines, to begin with. */
export const defaultPriceBook: PriceBook = {
  currency: 'USD',
  cpuCoreHour: 0.0316,
  memoryGigabyteHour: 0.00424,
  tiers: defaultTiers,
  spot: { priceShare: 0.35, interruptedShare: 0.05 },
};

/** Smallest tier that holds a pod with these requests, or none when it is larger than the largest. */
export function tierFor(
  book: PriceBook,
  requests: { readonly cpuCores: number; readonly memoryMegabytes: number },
): Tier | undefined {
  return book.tiers.find(
    (tier) => tier.cpuCores >= requests.cpuCores && tier.memoryMegabytes >= requests.memoryMegabytes,
  );
}

/**
 * Price of one pod of a tier for one hour. On spot, hours lost to interruption are bought again, so that the
 * price is that of hours of service.
 */
export function pricePerReplicaHour(book: PriceBook, tier: Tier, purchase: 'OnDemand' | 'Spot'): number {
  const resources =
    tier.cpuCores * book.cpuCoreHour + (tier.memoryMegabytes / 1_024) * book.memoryGigabyteHour;
  const onDemand = resources * tier.costFactor;
  if (purchase === 'OnDemand') return onDemand;
  return (onDemand * book.spot.priceShare) / (1 - book.spot.interruptedShare);
}

/** Cost of replicas for one hour. */
export const costPerHour = (replicas: number, pricePerReplica: number): number => replicas * pricePerReplica;

/**
 * Cost of the replicas needed ÷ cost of those decided, from 0 to 1: 1 when nothing is wasted. Fewer decided
 * than needed is no saving and scores 1; nothing needed and nothing decided as well.
 */
export function costScore(needed: number, decided: number): number {
  return decided <= 0 ? 1 : Math.min(1, Math.max(0, needed / decided));
}
