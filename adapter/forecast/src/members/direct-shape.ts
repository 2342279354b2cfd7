import type { Signal } from '../signal/signal.ts';
import type { LinearShape } from './linear-shape.ts';

export interface DirectOptions {
  readonly horizon: number;
  /** Widths of the means over the newest values. */
  readonly boxes: readonly number[];
  /** Past distances, in steps, at which the same phase lies. */
  readonly periods: readonly number[];
}

/** Values whose mean everything is measured from. */
const referenceWidth = 2;
/** Growth from one fitted lead to the next; between them coefficients are interpolated. */
const leadGrowth = 2.2;

/**
 * A forecast of each lead at once instead of step by step: y(t+h) − r(t) is linear in means of the newest values
 * over several widths and, for each past period, in what stood there around t+h and around t, all less r(t).
 * (Direct multi-step forecasting as in Taieb et al., Expert Systems with Applications 39, 2012.)
 */
export function directShape({ horizon, boxes, periods }: DirectOptions): LinearShape {
  const leads: number[] = [];
  for (let lead = 1; lead < horizon; lead = Math.max(lead + 1, Math.round(lead * leadGrowth)))
    leads.push(lead);
  leads.push(horizon);
  const width = boxes.length + 3 * periods.length + 1;
  const long = Math.max(4, horizon >> 1);
  const back = (period: number, lead: number) => Math.ceil(lead / period) * period;
  const write = (signal: Signal, origin: number, lead: number, row: Float64Array) => {
    const base = signal.mean(origin - referenceWidth, origin);
    let at = 0;
    for (const box of boxes) row[at++] = signal.mean(origin - box, origin) - base;
    for (const period of periods) {
      const distance = back(period, lead);
      const centre = origin - 1 + lead - distance;
      const half = Math.min(1 + Math.floor(lead * 0.05), distance - lead);
      row[at++] = signal.mean(centre - half, centre + half + 1) - base;
      row[at++] = signal.mean(origin - period - referenceWidth, origin - period) - base;
      row[at++] = signal.mean(origin - period - long, origin - period) - base;
    }
    row[at] = 1;
    return base;
  };
  const row = new Float64Array(width);
  return {
    width,
    deepest: Math.max(boxes.at(-1) ?? 1, ...periods.map((period) => back(period, horizon) + long)),
    leads,
    write,
    walk(signal, origin, coefficients, path) {
      let segment = 0;
      for (let lead = 1; lead <= path.length; lead += 1) {
        while (segment + 2 < leads.length && lead > (leads[segment + 1] as number)) segment += 1;
        const near = leads[segment] as number;
        const far = leads[segment + 1] ?? near;
        const share = far > near ? Math.min(1, Math.max(0, (lead - near) / (far - near))) : 0;
        const first = coefficients[segment] as Float64Array;
        const second = coefficients[segment + 1] ?? first;
        let sum = write(signal, origin, lead, row);
        for (let k = 0; k < width; k += 1)
          sum += (row[k] as number) * ((1 - share) * (first[k] as number) + share * (second[k] as number));
        path[lead - 1] = sum;
      }
    },
  };
}
