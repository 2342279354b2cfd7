import type { Chapter, Story } from './story.ts';

/** Pod-hours that a short minute is taken to be worth where nothing else is known. */
const podHoursPerShortMinute = 3;

/**
 * One sentence: which risk to ask for, and what that would have meant beside an HPA at 70 %. Of the settings that
 * are short no more often than it, or of all when there is none, the one that costs least when each short minute
 * counts as three pod-hours.
 */
export function advice({ chapters, setup }: Story): string {
  const plain = chapters.find(({ name }) => name === 'HPA at 70 %');
  const asked = chapters.filter(({ kind }) => kind === 'predictive');
  const [first] = asked;
  if (plain === undefined || first === undefined) return 'There is nothing to advise on.';
  const better = asked.filter(
    ({ score }) => score.violationMinutesPerDay <= plain.score.violationMinutesPerDay,
  );
  const worth = podHoursPerShortMinute * setup.pricePerPodHour;
  const whole = ({ score }: Chapter) => score.costPerDay + worth * score.violationMinutesPerDay;
  const among = better.length > 0 ? better : asked;
  const pick = among.reduce((best, one) => (whole(one) < whole(best) ? one : best));
  return (
    `Ask for a risk of ${pick.riskPercent} %: this load would have been short of pods for ${minutes(pick)} ` +
    `a day ${costing(pick, plain)} than with an HPA at 70 %, which was short for ${minutes(plain)}.`
  );
}

const minutes = ({ score }: Chapter): string => `${score.violationMinutesPerDay.toFixed(1)} min`;

function costing(pick: Chapter, plain: Chapter): string {
  const saved = (100 * (plain.score.costPerDay - pick.score.costPerDay)) / plain.score.costPerDay;
  return `at ${Math.abs(saved).toFixed(0)} % ${saved >= 0 ? 'lower' : 'higher'} cost`;
}
