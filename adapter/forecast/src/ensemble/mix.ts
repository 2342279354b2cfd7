/** Power of the inverse error that makes a weight: far from equal, and far from picking the best. */
const weightPower = 4;

/** Weights summing to 1 from mean absolute errors; a member without errors yet weighs nothing unless all are so. */
export function weightsOf(errors: readonly number[]): number[] {
  const known = errors.filter((error) => !Number.isNaN(error));
  if (known.length === 0) return errors.map((_, index) => (index === 0 ? 1 : 0));
  const best = Math.min(...known);
  const floor = Math.max(best, 1e-9 * Math.max(...known), Number.MIN_VALUE);
  const raw = errors.map((error) =>
    Number.isNaN(error) ? 0 : (Math.max(error, floor) / floor) ** -weightPower,
  );
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/**
 * Half the weighted mean and half the weighted median of the members at each step: the mean gains from errors
 * that cancel, the median ignores the one member that went astray.
 */
export function mix(
  paths: readonly ArrayLike<number>[],
  weights: readonly number[],
  into: Float64Array,
): void {
  const order = paths.map((_, index) => index).filter((index) => (weights[index] as number) > 1e-3);
  const value = new Float64Array(paths.length);
  for (let ahead = 0; ahead < into.length; ahead += 1) {
    let sum = 0;
    let total = 0;
    for (const index of order) {
      value[index] = (paths[index] as ArrayLike<number>)[ahead] as number;
      sum += (weights[index] as number) * (value[index] as number);
      total += weights[index] as number;
    }
    into[ahead] = (sum / total + weightedMedian(order, value, weights, total)) / 2;
  }
}

/** Sorts `order` by value as it goes: from step to step it hardly changes, so insertion is quickest. */
function weightedMedian(
  order: number[],
  value: Float64Array,
  weights: readonly number[],
  total: number,
): number {
  for (let at = 1; at < order.length; at += 1) {
    const index = order[at] as number;
    let slot = at;
    for (; slot > 0 && (value[order[slot - 1] as number] as number) > (value[index] as number); slot -= 1)
      order[slot] = order[slot - 1] as number;
    order[slot] = index;
  }
  let below = 0;
  for (const index of order) {
    below += weights[index] as number;
    if (below >= total / 2) return value[index] as number;
  }
  return value[order.at(-1) as number] as number;
}
