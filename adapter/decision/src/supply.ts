import { type Assignment, worstConsumerShare } from './partition-skew.ts';

/** What a number of replicas can serve. */
export interface Rung {
  readonly replicas: number;
  /** Largest demand with which no replica is above its capacity. */
  readonly load: number;
}

/** How the demand is spread over partitions, each of which one consumer reads as a whole. */
export interface Partitions {
  /** Share of the demand of each partition, by its number; they add up to 1. */
  readonly shares: readonly number[];
  readonly assignment: Assignment;
}

const rounding = 1 + 1e-9;

/**
 * Replica counts worth having with what each can serve, rising in both: a count that serves no more than a
 * smaller one is left out. Without partitions every count is worth it; with partitions a count is as good as
 * its worst consumer, and no count above the number of partitions helps.
 */
export function supplyLadder(loadPerReplica: number, most: number, partitions?: Partitions): readonly Rung[] {
  const rungs: Rung[] = [];
  const highest = partitions === undefined ? most : Math.min(most, partitions.shares.length);
  for (let replicas = 1; replicas <= highest; replicas += 1) {
    const share = partitions === undefined ? 1 / replicas : worstConsumerShare(partitions, replicas);
    const load = share > 0 ? loadPerReplica / share : Number.POSITIVE_INFINITY;
    if (load > (rungs.at(-1)?.load ?? 0)) rungs.push({ replicas, load });
  }
  return rungs;
}

/** Fewest replicas that serve a load, 0 for no load, the most useful count where none is enough. */
export function replicasFor(ladder: readonly Rung[], load: number): number {
  if (load <= 0) return 0;
  const rung = ladder.find((candidate) => candidate.load * rounding >= load) ?? ladder.at(-1);
  return rung?.replicas ?? 0;
}

/** Largest load that so many replicas serve. */
export function loadServedBy(ladder: readonly Rung[], replicas: number): number {
  let served = 0;
  for (const rung of ladder) {
    if (rung.replicas > replicas) break;
    served = rung.load;
  }
  return served;
}
