/** How a consumer group deals partitions: one after the other, or in blocks of neighbours. */
export type Assignment = 'RoundRobin' | 'Range';

/** Consumer, from 0, that reads a partition of `count` when there are so many replicas. */
function consumerOf(partition: number, count: number, replicas: number, assignment: Assignment): number {
  if (assignment === 'RoundRobin') return partition % replicas;
  const least = Math.floor(count / replicas);
  const larger = count % replicas;
  const inLarger = larger * (least + 1);
  if (partition < inLarger) return Math.floor(partition / (least + 1));
  return larger + Math.floor((partition - inLarger) / Math.max(1, least));
}

/**
 * Share of the demand that lands on the busiest consumer. Range and round-robin are those of the Kafka
 * consumer (`RangeAssignor`, `RoundRobinAssignor`) for one topic with members in the order of their ids.
 */
export function worstConsumerShare(
  { shares, assignment }: { readonly shares: readonly number[]; readonly assignment: Assignment },
  replicas: number,
): number {
  const loads = new Array<number>(replicas).fill(0);
  shares.forEach((share, partition) => {
    const consumer = consumerOf(partition, shares.length, replicas, assignment);
    loads[consumer] = (loads[consumer] ?? 0) + share;
  });
  return Math.max(...loads);
}

/** Share of each partition in the whole; all equal while nothing flows. `rates` are not negative. */
export function partitionShares(rates: readonly number[]): readonly number[] {
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  return rates.map((rate) => (total > 0 ? rate / total : 1 / rates.length));
}

/** Partition that alone carries more than one replica serves, with how many times as much; none if there is none. */
export function hotPartition(
  shares: readonly number[],
  load: number,
  loadPerReplica: number,
): { readonly partition: number; readonly times: number } | undefined {
  const share = Math.max(0, ...shares);
  const times = (share * load) / loadPerReplica;
  return times > 1 ? { partition: shares.indexOf(share), times } : undefined;
}
