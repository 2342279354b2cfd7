import type { Chapter, Story } from './story.ts';

/** A setting that costs up to this much of what the plain HPA does is taken when it is short less often. */
const acceptedCost = 1.15;

/**
 * One sentence: which risk to ask for, and what that would have meant beside an HPA at 70 %. Of the settings
 * that are short no more often, the safest that costs about as much; when there is none, the cheapest.
 */
export function advice({ chapters }: Story): string {
  const plain = chapters.find(({ name }) => name === 'HPA at 70 %');
  const asked = chapters.filter(({ kind }) => kind === 'predictive');
  const [safest] = asked;
  if (plain === undefined || safest === undefined) return 'There is nothing to advise on.';
  const better = asked.filter(
    ({ score }) => score.violationMinutesPerDay <= plain.score.violationMinutesPerDay,
  );
  const affordable = better.filter(({ score }) => score.costPerDay <= acceptedCost * plain.score.costPerDay);
  const pick = affordable[0] ?? (better.length > 0 ? better.reduce(cheaper) : safest);
  return (
    `Ask for a risk of ${pick.riskPercent} %: this load would have been short of pods for ${minutes(pick)} ` +
    `a day ${costing(pick, plain)} than with an HPA at 70 %, which was short for ${minutes(plain)}.`
  );
}

const minutes = ({ score }: Chapter): string => `${score.violationMinutesPerDay.toFixed(1)} min`;

const cheaper = (best: Chapter, one: Chapter): Chapter =>
  one.score.costPerDay < best.score.costPerDay ? one : best;

function costing(pick: Chapter, plain: Chapter): string {
  const saved = (100 * (plain.score.costPerDay - pick.score.costPerDay)) / plain.score.costPerDay;
  return `at ${Math.abs(saved).toFixed(0)} % ${saved >= 0 ? 'lower' : 'higher'} cost`;
}
