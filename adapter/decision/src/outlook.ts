/**
 * What the demand may be while the pods that are decided now begin to serve: quantiles of its maximum over
 * that time. `levels` rise strictly within 0 and 1, `loads` do not fall and are in the unit of the demand.
 */
export interface Outlook {
  readonly levels: readonly number[];
  readonly loads: readonly number[];
}

/**
 * Chance that the demand exceeds `load`. Between two quantiles it is interpolated; above the highest it falls
 * exponentially, as steeply as between the two highest; below the lowest it rises to 1 at no load.
 */
export function exceedance({ levels, loads }: Outlook, load: number): number {
  const above = firstAbove(loads, load);
  if (above === loads.length) return tail({ levels, loads }, load);
  const [lowLevel, lowLoad] = above === 0 ? [0, 0] : [levels[above - 1] ?? 0, loads[above - 1] ?? 0];
  const [highLevel, highLoad] = [levels[above] ?? 1, loads[above] ?? 0];
  const share = highLoad > lowLoad ? Math.max(0, load - lowLoad) / (highLoad - lowLoad) : 0;
  return 1 - (lowLevel + share * (highLevel - lowLevel));
}

/** Load that the demand exceeds with chance `1 - level`; the inverse of `exceedance`. */
export function quantile(outlook: Outlook, level: number): number {
  const { levels, loads } = outlook;
  const above = firstAbove(levels, level);
  if (above === levels.length) return tailQuantile(outlook, level);
  const [lowLevel, lowLoad] = above === 0 ? [0, 0] : [levels[above - 1] ?? 0, loads[above - 1] ?? 0];
  const share = (level - lowLevel) / ((levels[above] ?? 1) - lowLevel);
  return lowLoad + share * ((loads[above] ?? 0) - lowLoad);
}

function firstAbove(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tailScale({ levels, loads }: Outlook): number {
  const last = loads.length - 1;
  const [topLevel, topLoad] = [levels[last] ?? 0, loads[last] ?? 0];
  const [level, load] = last === 0 ? [0, 0] : [levels[last - 1] ?? 0, loads[last - 1] ?? 0];
  return (topLoad - load) / Math.log((1 - level) / (1 - topLevel));
}

function tail(outlook: Outlook, load: number): number {
  const last = outlook.loads.length - 1;
  const scale = tailScale(outlook);
  const beyond = load - (outlook.loads[last] ?? 0);
  const top = 1 - (outlook.levels[last] ?? 0);
  if (scale <= 0) return beyond > 0 ? 0 : top;
  return top * Math.exp(-beyond / scale);
}

function tailQuantile(outlook: Outlook, level: number): number {
  const last = outlook.loads.length - 1;
  const top = 1 - (outlook.levels[last] ?? 0);
  const beyond = level < 1 ? tailScale(outlook) * Math.log(top / (1 - level)) : 0;
  return (outlook.loads[last] ?? 0) + Math.max(0, beyond);
}
