import type { Figure, Target } from '../src/health/figures.ts';

/** A price with the digits that it came with; trailing zeros beyond two are noise to the eye. */
export function priceWords(price: string): string {
  const [whole = '', digits = ''] = price.split('.');
  const shown = digits.replace(/0+$/, '').padEnd(2, '0');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ' ')}.${shown}`;
}

/** A price that was computed, with as many digits as its size lets matter. */
export function numberWords(value: number): string {
  const digits = Math.max(2, 6 - Math.ceil(Math.log10(Math.max(Math.abs(value), 1e-9))));
  return priceWords(value.toFixed(Math.min(digits, 8)));
}

/** Seconds or milliseconds, whichever a person reads more easily; a dash for what is not known. */
export function figureWords({ value, unit }: Pick<Figure, 'value' | 'unit'>): {
  value: string;
  unit: string;
} {
  if (value === null) return { value: '–', unit: '' };
  if (unit === 's' && value < 1) return { value: String(Math.round(value * 1_000)), unit: 'ms' };
  if (unit === '1/s') return { value: String(Math.round(value)), unit: 'per s' };
  return { value: value.toFixed(unit === 'Hz' ? 2 : 1), unit };
}

/** What a figure is measured against. */
export function targetWords({ kind, value }: Target, unit: string): string {
  const number = `${value.toLocaleString('en')} ${unit === '1/s' ? 'per s' : unit}`;
  return { AtLeast: `target ≥ ${number}`, Below: `target < ${number}`, BuiltFor: `built for ${number}` }[
    kind
  ];
}

/** A span of time in its largest unit. */
export function spanWords(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${seconds / 60} min`;
}

/** A part of a whole in percent. */
export function percentWords(part: number | undefined): string {
  return part === undefined ? '–' : `${(part * 100).toFixed(1)} %`;
}

/** Time of the day. */
export function clockWords(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString('en-GB');
}
