/** What stands where a number is not known. */
export const unknown = '–';

/** Three digits. */
export const figure = (value: number | null): string =>
  value === null ? unknown : Number(value.toPrecision(3)).toLocaleString('en-GB');

export const count = (value: number | null): string => (value === null ? unknown : String(value));

/** A share as percent, without digits after the point. */
export const percent = (share: number | null): string =>
  share === null ? unknown : `${Math.round(share * 100)} %`;

/** Time of the day. */
export const clock = (instant: string): string => new Date(instant).toLocaleTimeString('en-GB');

export const money = (value: number | null, currency: string): string =>
  value === null ? unknown : `${value.toFixed(3)} ${currency}`;

/** A length of time in the largest unit that leaves a number of two. */
export function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}
