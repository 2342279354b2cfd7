/** Samples over which the weights of partitions are averaged once there are many. */
const remembered = 40;

/** How the demand is spread over partitions, averaged over the newest samples; plain JSON. */
export interface PartitionWeights {
  readonly samples: number;
  /** Records per second, by partition. */
  readonly rates: readonly number[];
}

/**
 * Takes in the rates of one sample. Single samples are noisy, and the worst consumer of a noisy spread looks worse
 * than it is, so they are averaged: plainly at first, over the newest ones later.
 */
export function learnWeights(
  before: PartitionWeights | undefined,
  rates: readonly number[],
): PartitionWeights {
  if (before === undefined || before.rates.length > rates.length) return { samples: 1, rates };
  const samples = Math.min(before.samples + 1, remembered);
  const blend = (rate: number, partition: number) => {
    const old = before.rates[partition] ?? rate;
    return old + (rate - old) / samples;
  };
  return { samples, rates: rates.map(blend) };
}
