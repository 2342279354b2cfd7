import { hpa, liveReplicas } from '../hpa.ts';
import type { Policy, View } from '../policy.ts';
import type { Setup } from '../setup.ts';
import { holtWinters } from './holt-winters.ts';
import { Past } from './past.ts';

const hour = 3_600;
const day = 86_400;
const craneMargin = 1.1;

/** A policy on an HPA that wants what a forecast of the load says, or that and the live load together. */
function forecasting(
  setup: Setup,
  name: string,
  forecast: (view: View) => number | undefined,
  blend: (live: number, predicted: number) => number = Math.max,
): Policy {
  return {
    ...hpa(setup),
    name,
    wish: (view) => {
      const live = liveReplicas(setup, view);
      const predicted = forecast(view);
      if (predicted === undefined) return { replicas: live, reason: 'Live' };
      return { replicas: blend(live, predicted / setup.capacity / setup.hpaTarget), reason: 'Forecast' };
    },
  };
}

/** Crane: yesterday, smoothed over an hour, repeated with a margin; its largest over the next hour, or the load. */
export function crane(setup: Setup): Policy {
  const past = new Past(setup);
  return forecasting(setup, 'crane', ({ now, row }) => {
    if (!past.reaches(now - 2 * day)) return undefined;
    const parts = [0, 1, 2, 3].map((quarter) => {
      const middle = now - day + (quarter * hour) / 4;
      return past.mean(middle - hour / 2, middle + hour / 2, row);
    });
    return craneMargin * Math.max(...parts);
  });
}

/** PHPA's Holt-Winters over hourly means of four days; `shipped` hands it the history newest first, as it does. */
export function phpa(setup: Setup, shipped: boolean): Policy {
  const past = new Past(setup);
  let [made, predicted]: [number, number | undefined] = [Number.NaN, undefined];
  return forecasting(setup, shipped ? 'phpa' : 'phpa-repaired', ({ now, row }) => {
    const hourNow = Math.floor(now / hour);
    if (hourNow !== made && past.reaches(now - 4 * day)) {
      const means = Array.from({ length: 96 }, (_, back) => {
        const end = (hourNow - 95 + back) * hour;
        return past.mean(end - hour, end, row);
      });
      const seen = shipped ? [...means.slice(0, -1).reverse(), means.at(-1) ?? 0] : means;
      [made, predicted] = [hourNow, holtWinters(seen, 24, { alpha: 0.9, beta: 0.1, gamma: 0.9 })];
    }
    return predicted;
  });
}

/** Kedify's sample formula: seven tenths of the live load, three tenths of the mean day a lead time ahead. */
export function kedify(setup: Setup): Policy {
  const past = new Past(setup);
  const blend = (live: number, predicted: number) => 0.7 * live + 0.3 * predicted;
  return forecasting(setup, 'kedify-blend', (view) => meanDay(past, setup, view), blend);
}

/** Kapacity: the forecast overrides the live load. */
export function kapacity(setup: Setup): Policy {
  const past = new Past(setup);
  return forecasting(
    setup,
    'kapacity',
    (view) => meanDay(past, setup, view),
    (_live, predicted) => predicted,
  );
}

function meanDay(past: Past, { startupSeconds }: Setup, { now, row }: View): number | undefined {
  if (!past.reaches(now - day)) return undefined;
  const means = [1, 2, 3, 4, 5, 6, 7]
    .map((days) => now + startupSeconds - days * day)
    .filter((moment) => past.reaches(moment - 150))
    .map((moment) => past.mean(moment - 150, moment + 150, row));
  return means.length === 0 ? undefined : means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

/** AWS predictive scaling: the largest of this hour on the days before, set on the hour less a buffer, never in. */
export function aws(setup: Setup): Policy {
  const past = new Past(setup);
  const buffer = 300;
  return forecasting(setup, 'aws-hourly', ({ now, row }) => {
    if (!past.reaches(now - day)) return undefined;
    const start = Math.floor((now + buffer) / hour) * hour;
    const days = [1, 2, 3, 4, 5, 6, 7].filter((back) => past.reaches(start - back * day));
    const largest = days.map((back) => past.largest(start - back * day, start - back * day + hour, row));
    return largest.length === 0 ? undefined : largest.reduce((sum, one) => sum + one, 0) / largest.length;
  });
}

/** Hist of Urgaonkar et al. (TAAS 2008): the 0.9 quantile of this hour on the days before, and recent errors. */
export function hist(setup: Setup): Policy {
  const past = new Past(setup);
  return forecasting(setup, 'hist', ({ now, row }) => {
    if (!past.reaches(now - day)) return undefined;
    const start = Math.floor(now / hour) * hour;
    const slots = [1, 2, 3, 4, 5, 6, 7].flatMap((back) =>
      [0, 1, 2, 3, 4, 5]
        .map((slot) => start - back * day + slot * 600)
        .filter((moment) => past.reaches(moment))
        .map((moment) => past.largest(moment, moment + 600, row)),
    );
    const ordered = slots.toSorted((a, b) => a - b);
    const usual = ordered[Math.floor(0.9 * (ordered.length - 1))] ?? 0;
    const error = past.mean(now - 300, now + 1, row) - usual;
    return usual + Math.max(0, error);
  });
}
