import { advice } from './advice.ts';
import { hardestDay, loadChart, podsChart, wholeSpan } from './curves.ts';
import type { Chapter, Story } from './story.ts';
import { styles } from './styles.ts';

/** The report as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export function page(story: Story, title: string): string {
  const { setup } = story;
  const day = hardestDay(story);
  const shown = shownChapters(story);
  const legend = shown.map(([{ name }, className]) => `<span class="key ${className}">${text(name)}</span>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What scaling would have done: ${text(title)}</title><style>${styles}</style></head><body><main>
<h1>What scaling would have done</h1>
<p class="about">${text(title)}: ${setup.world.trace.times.length.toLocaleString('en')} rows, one replica serves ${Number(setup.capacity.toPrecision(4))}, a new pod serves after ${setup.startupSeconds} s, a pod-hour costs ${setup.pricePerPodHour}. What came before ${story.warmupDays} × 24 h is not scored.</p>
<p class="advice">${text(advice(story))}</p>
<h2>Load, and what was forecast a lead time ahead</h2>
<figure>${loadChart(story, wholeSpan(story))}<figcaption><span class="key load">load</span><span class="key band">from the median to the 0.99 quantile</span></figcaption></figure>
<h2>Ready pods on the hardest day</h2>
<figure>${podsChart(story, day, shown)}<figcaption><span class="key needed">pods needed</span>${legend.join('')}</figcaption></figure>
<h2>What each setting would have cost</h2>
${table(story)}
<p class="about">Short: fewer ready pods than the load needs. Pod-hours per needed hour: 1 would be no pod too many at any moment. Start-up is fixed here and capacity linear; see docs/replay.md for how far that goes.</p>
</main></body></html>
`;
}

function shownChapters({ chapters }: Story): readonly (readonly [Chapter, string])[] {
  const plain = chapters.find(({ name }) => name === 'HPA at 70 %');
  const ours = chapters.find(({ riskPercent }) => riskPercent === 0.35);
  return [
    ...(plain === undefined ? [] : [[plain, 'plain'] as const]),
    ...(ours === undefined ? [] : [[ours, 'ours'] as const]),
  ];
}

function table({ chapters, setup }: Story): string {
  const days = Math.max(1e-9, setup.world.syncs / 5_760);
  const rows = chapters.map(({ name, kind, score }) => {
    const cells = [
      score.violationMinutesPerDay.toFixed(1),
      `${score.observedRiskPercent.toFixed(2)} %`,
      (score.podHours / days).toFixed(0),
      score.podHoursPerDemandHour.toFixed(2),
      score.actionsPerDay.toFixed(0),
      score.costPerDay.toFixed(2),
      (30.4 * score.costPerDay).toFixed(0),
    ];
    return `<tr class="${kind}"><th scope="row">${text(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const head = [
    'short min/day',
    'of the time',
    'pod-hours/day',
    'per needed hour',
    'actions/day',
    'cost/day',
    'cost/month',
  ];
  return `<table><thead><tr><th>policy</th>${head.map((name) => `<th>${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Foreign text as HTML shows it. */
function text(value: string): string {
  return value.replace(/[&<>"]/g, (mark) => escapes[mark] ?? mark);
}
