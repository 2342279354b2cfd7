import type { Alert } from '@pricecast/market';
import { byId, element, waiting } from '@pricecast/page';
import type { Figure } from '../src/health/figures.ts';
import type { RecordRow } from '../src/health/forecast-record.ts';
import type { StageLook } from '../src/health/stage-look.ts';
import { newestSteps } from './lines.ts';
import { clockWords, figureWords, percentWords, spanWords, targetWords } from './words.ts';

/** Shows the figures with their targets. */
export function showFigures(figures: readonly Figure[]): void {
  byId('figures').replaceChildren(...figures.map(figureCard));
}

function figureCard({ label, value, unit, target, holds }: Figure): HTMLElement {
  const words = figureWords({ value, unit });
  const mark = holds === null ? '' : holds ? '✓ ' : '✗ ';
  return element(
    'dl',
    { class: 'figure' },
    element('dt', {}, label),
    element('dd', { class: 'value' }, words.value, element('small', {}, words.unit)),
    element('dd', { class: 'target', 'data-holds': String(holds) }, mark + targetWords(target, unit)),
  );
}

/** Shows how many pods of each stage are ready, and what troubles them. */
export function showStages(stages: readonly StageLook[]): void {
  if (stages.length === 0) {
    byId('stages').replaceChildren(waiting('Waiting for the stages'));
    return;
  }
  const rows = stages.map(({ name, readyPods, mostPods, lagSeconds, troubles }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      element('td', { class: 'number' }, `${readyPods}/${mostPods ?? '–'} pods`),
      element('td', { class: 'number' }, lagSeconds === null ? '–' : `lag ${lagSeconds.toFixed(1)} s`),
      element('td', {}, troubles[0]?.message ?? (readyPods > 0 ? 'running' : 'not ready')),
    ),
  );
  byId('stages').replaceChildren(element('table', {}, element('tbody', {}, ...rows)));
}

/** Shows how forecasts did. */
export function showForecasts(rows: readonly RecordRow[]): void {
  if (rows.length === 0) {
    byId('forecasts').replaceChildren(waiting('Waiting for the first forecast'));
    return;
  }
  const heads = ['Forecast', 'Ahead', 'Judged', 'In 80 %', 'In 95 %', 'Error', 'Verdict'];
  const numbers = new Set(['Ahead', 'Judged', 'In 80 %', 'In 95 %', 'Error']);
  const head = heads.map((text) => {
    return element('th', { scope: 'col', class: numbers.has(text) ? 'number' : '' }, text);
  });
  const note = element(
    'p',
    { class: 'target' },
    'Error: mean logarithmic error over that of the last value; below 1 the forecast knows something. ' +
      'Over the forecasts that this gateway has seen come due.',
  );
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows.map(forecastRow)),
  );
  byId('forecasts').replaceChildren(table, note);
}

function forecastRow(row: RecordRow): HTMLElement {
  const number = (text: string) => element('td', { class: 'number' }, text);
  const verdict = verdictOf(row);
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, row.target),
    number(spanWords(row.horizonSeconds)),
    number(String(row.judged)),
    number(percentWords(row.coverage['80'])),
    number(percentWords(row.coverage['95'])),
    number(row.errorRatio === null ? '–' : row.errorRatio.toFixed(3)),
    element('td', { class: verdict === 'skilled' ? 'skilled' : '' }, verdict),
  );
}

/** What the forecaster itself says, by what most symbols carry. */
function verdictOf({ labels }: RecordRow): string {
  const { Skilled = 0, NoSkillOverLastValue = 0, NotJudgedYet = 0 } = labels;
  if (NotJudgedYet > Math.max(Skilled, NoSkillOverLastValue)) return 'not judged yet';
  return Skilled > NoSkillOverLastValue ? 'skilled' : 'no skill over last value';
}

/** Shows the newest step of each alert. */
export function showAlerts(alerts: readonly Alert[]): void {
  const newest = newestSteps(alerts).slice(0, 12);
  if (newest.length === 0) {
    byId('alerts').replaceChildren(waiting('Waiting for something unusual'));
    return;
  }
  const items = newest.map(({ openedAt, state, message }) =>
    element(
      'li',
      { 'data-state': state === 'Resolved' ? 'over' : 'open' },
      element('span', { class: 'quiet' }, clockWords(openedAt)),
      element('span', {}, state === 'Resolved' ? 'resolved' : 'open'),
      element('span', {}, message),
    ),
  );
  byId('alerts').replaceChildren(element('ol', {}, ...items));
}
