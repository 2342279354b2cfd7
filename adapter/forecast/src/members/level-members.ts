import { medianInPlace } from '../linear/select.ts';
import type { Member } from './member.ts';

/** The last value: nothing beats it on a random walk. */
export const lastValueMember: Member = {
  name: 'last-value',
  forecast({ values }, origin, path) {
    path.fill(values[origin - 1] as number);
  },
};

/** The median of the newest values: what a load returns to after a spike. */
export function recentMedianMember(width: number): Member {
  return {
    name: 'recent-median',
    forecast({ values }, origin, path) {
      path.fill(medianInPlace(values.slice(Math.max(0, origin - width), origin)));
    },
  };
}

/** One season ago; before the first season is over, the last value. */
export function seasonalNaiveMember(period: number): Member {
  const whole = Math.round(period);
  return {
    name: `seasonal-naive-${whole}`,
    forecast({ values }, origin, path) {
      for (let ahead = 0; ahead < path.length; ahead += 1) {
        const from = origin + ahead - Math.ceil((ahead + 1) / whole) * whole;
        path[ahead] = values[from >= 0 ? from : origin - 1] as number;
      }
    },
  };
}
