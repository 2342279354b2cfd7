import type { Finding, Proof } from '../proof.ts';
import { alarmsPerDay, alertsOf } from './market/alarms.ts';
import type { AnomalySize } from './market/injection.ts';
import { chance, type Recall, recallOf } from './market/recall.ts';
import { recordedMinutes } from './market/recorded-bars.ts';

const kinds: readonly { readonly name: string; readonly size: AnomalySize }[] = [
  { name: 'prices that move by 15 standard deviations', size: { sigmas: 15, volumes: 0 } },
  { name: 'volumes of 30 times the mean', size: { sigmas: 0, volumes: 30 } },
  { name: 'moves of 12 standard deviations at 20 times the volume', size: { sigmas: 12, volumes: 20 } },
];
const smaller: readonly AnomalySize[] = [
  { sigmas: 8, volumes: 0 },
  { sigmas: 10, volumes: 0 },
  { sigmas: 12, volumes: 0 },
  { sigmas: 0, volumes: 12 },
  { sigmas: 0, volumes: 20 },
];
const budget = 5;

/** Injected anomalies are found, and nobody is called more often than the budget allows. */
export const marketAnomalies: Proof = {
  name: 'market-anomalies',
  claim:
    'On 21 days of real bars at most 5 alarms are raised in a day, and of anomalies put into them at least 95 % are told of within their minute',
  needs: [],
  run: async ({ scale, say }) => {
    const minutes = await recordedMinutes();
    const { most, mean } = alarmsPerDay(alertsOf(minutes), minutes);
    say(`untouched: ${mean.toFixed(1)} alarms a day, ${most} at most`);
    const runs = scale === 'full' ? 6 : 1;
    const random = chance(2023);
    const recalls = kinds.map(({ name, size }) => {
      const recall = recallOf(minutes, size, runs, random);
      say(`${name}: ${shown(recall)}`);
      return recall;
    });
    if (scale === 'full') {
      for (const size of smaller) {
        const recall = recallOf(minutes, size, 2, random);
        say(`smaller, ${size.sigmas || '–'} deviations, ${size.volumes || '–'} volumes: ${shown(recall)}`);
      }
    }
    return findings(recalls, most);
  },
};

function findings(recalls: readonly Recall[], untouched: number): Finding[] {
  const sum = (of: 'injected' | 'found') => recalls.reduce((total, recall) => total + recall[of], 0);
  const share = sum('found') / sum('injected');
  const most = Math.max(untouched, ...recalls.map(({ mostAlarms }) => mostAlarms));
  return [
    {
      what: 'injected anomalies that were told of within their minute',
      measured: `${sum('found')} of ${sum('injected')}, ${(100 * share).toFixed(1)} %`,
      bound: '≥ 95 %',
      holds: share >= 0.95,
    },
    {
      what: 'alarms in any day, with and without injected anomalies',
      measured: `at most ${most}`,
      bound: `≤ ${budget}`,
      holds: most <= budget,
    },
  ];
}

function shown({ found, injected, mostAlarms }: Recall): string {
  return `${found} of ${injected} found (${((100 * found) / injected).toFixed(1)} %), at most ${mostAlarms} alarms a day`;
}
