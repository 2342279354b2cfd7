import type { Finding, Proof } from '../proof.ts';
import { alarmsPerDay, alertsOf } from './market/alarms.ts';
import type { AnomalySize } from './market/injection.ts';
import { chance, type Recall, recallOf, sumOf, type Tally } from './market/recall.ts';
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
/** Of the places and signs of anomalies. */
const seeds = [2023, 101, 99_991];

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
    const used = scale === 'full' ? seeds : seeds.slice(0, 1);
    const recalls = used.flatMap((seed) => {
      const random = chance(seed);
      return kinds.map(({ name, size }) => {
        const recall = recallOf(minutes, size, scale === 'full' ? 4 : 1, random);
        say(`seed ${seed}, ${name}: ${shown(recall)}`);
        return recall;
      });
    });
    if (scale === 'full') {
      for (const size of smaller) {
        const recall = recallOf(minutes, size, 4, chance(seeds[0] ?? 1));
        say(`smaller, ${size.sigmas || '–'} deviations, ${size.volumes || '–'} volumes: ${shown(recall)}`);
      }
    }
    return findings(recalls, most);
  },
};

function findings(recalls: readonly Recall[], untouched: number): Finding[] {
  const secondHalf = sumOf(recalls.map((recall) => recall.secondHalf));
  const all = sumOf(recalls.flatMap((recall) => [recall.firstHalf, recall.secondHalf]));
  const most = Math.max(untouched, ...recalls.map(({ mostAlarms }) => mostAlarms));
  return [
    recalled('injected anomalies that were told of within their minute', all),
    recalled('of them in the second half of the days', secondHalf),
    {
      what: 'alarms in any day, with and without injected anomalies',
      measured: `at most ${most}`,
      bound: `≤ ${budget}`,
      holds: most <= budget,
    },
  ];
}

function recalled(what: string, tally: Tally): Finding {
  return { what, measured: share(tally), bound: '≥ 95 %', holds: tally.found >= 0.95 * tally.injected };
}

function shown({ firstHalf, secondHalf, mostAlarms }: Recall): string {
  return `first half ${share(firstHalf)}, second half ${share(secondHalf)}; at most ${mostAlarms} alarms a day`;
}

function share({ found, injected }: Tally): string {
  return `${found} of ${injected} (${((100 * found) / injected).toFixed(1)} %)`;
}
