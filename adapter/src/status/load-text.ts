import type { PredictiveScalerSpec } from '@pricecast/crds';

type Demand = Pick<PredictiveScalerSpec['demand'], 'podMetrics' | 'http' | 'kafkaTopic'>;

const steps = [
  { from: 1e9, letter: 'G' },
  { from: 1e6, letter: 'M' },
  { from: 1e4, letter: 'k', per: 1e3 },
] as const;
/** Smaller loads are shown as nothing. */
const smallest = 0.001;

/** A load for people: three digits, thousands as k, M and G, and the unit that the source of the demand gives it. */
export function loadText(load: number, demand: Demand): string {
  return `${amount(load)}${isLevel(demand) ? '' : '/s'}`;
}

/** Whether the load is a level that is taken as it is, of which only the user knows the unit. */
const isLevel = ({ podMetrics, http, kafkaTopic }: Demand): boolean =>
  (podMetrics ?? http)?.kind === 'Gauge' || kafkaTopic?.valuePath !== undefined;

function amount(load: number): string {
  if (Math.abs(load) < smallest) return '0';
  const step = steps.find(({ from }) => Math.abs(load) >= from);
  if (step === undefined) return plain(load);
  const per = 'per' in step ? step.per : step.from;
  return `${plain(load / per)}${step.letter}`;
}

/** Three digits, without an exponent and without zeros at the end. */
const plain = (load: number): string => String(Number(load.toPrecision(3)));
