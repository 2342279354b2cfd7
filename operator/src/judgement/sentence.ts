import { reasons } from '@pricecast/crds';
import { secondTime } from '@pricecast/kube';
import type { Verdict } from './verdict.ts';

const longestWhat = 600;
const nothingToDo = 'Nothing.';

/** `2026-01-01T00:00:00Z`, whatever the fraction that a report gave. */
const wholeSeconds = (time: string): string => {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : secondTime(at);
};

/**
 * A verdict as a message: what is the case with which object, since when, and what to do. `knownSince` is used
 * where the object itself does not tell; words that name the time already are not given another. The parts are bounded so that the whole stays below 1 KB.
 */
export const sentence = ({ status, reason, what, since }: Verdict, knownSince: string): string => {
  const clipped = what.length <= longestWhat ? what : `${what.slice(0, longestWhat)}…`;
  if (status === 'True') return `${clipped}.`;
  const { remedy } = reasons[reason];
  const time = clipped.includes(' since ') ? '' : `, since ${wholeSeconds(since ?? knownSince)}`;
  const advice = remedy === nothingToDo ? '' : ` ${remedy}`;
  return `${clipped}${time}.${advice}`;
};
