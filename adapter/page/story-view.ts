import { element, waiting } from '@pricecast/page';
import { Charts } from './charts.ts';
import { seriesOf } from './series.ts';
import type { ScalerStory } from './visit.ts';
import { clock, count, figure, money, percent, span, unknown } from './words.ts';

/** Rows of decisions that are shown. */
const mostRows = 60;

/** One scaler: why it wants what it wants, its load and pods over the last hour, and its decisions. */
export class StoryView {
  readonly #host: HTMLElement;
  readonly #charts = new Charts();

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  show(name: string, story: ScalerStory): void {
    const newest = story.decisions.at(-1);
    if (newest === undefined) {
      this.say('This scaler has not decided anything yet.');
      return;
    }
    const { kind, name: target } = story.target;
    this.#host.replaceChildren(
      element(
        'div',
        { class: 'head' },
        element('h2', {}, name),
        element('span', { class: 'quiet' }, `${kind} ${target}`),
        element('span', { class: 'tag' }, newest.reason),
        ...newest.limitedBy.map((limit) => element('span', { class: 'tag limit' }, limit)),
      ),
      element('p', { class: 'message' }, newest.message),
      ...faultsOf(story),
      element('dl', { class: 'figures' }, ...figuresOf(story).flatMap(pairOf)),
      this.#charts.root,
      tableOf(story),
    );
    this.#charts.show(seriesOf(story));
  }

  /** Shows a sentence instead. */
  say(sentence: string): void {
    this.#host.replaceChildren(waiting(sentence));
  }
}

/** Why sources give nothing; a pause of a source explains everything else. */
const faultsOf = ({ demand }: ScalerStory): HTMLElement[] =>
  [{ ...demand, name: demand.source }, ...demand.regressors].flatMap(({ name, fault }) =>
    fault === null ? [] : [element('p', { class: 'fault' }, `${name}: ${fault}.`)],
  );

type Pair = readonly [string, string];

const pairOf = ([term, told]: Pair): HTMLElement[] => [
  element('div', {}, element('dt', {}, term), element('dd', {}, told)),
];

function figuresOf({ decisions, demand, leadTimeSeconds, model, cost }: ScalerStory): Pair[] {
  const newest = decisions.at(-1);
  if (newest === undefined) return [];
  const { load, forecast, capacity, ready, present, desired, armed } = newest;
  return [
    ['Pods wanted', count(desired)],
    ['Present', `${present}, ${ready} ready`],
    ['Load', figure(load)],
    ['Forecast, 0.9 quantile', figure(forecast)],
    ['Load that a pod serves', figure(capacity)],
    ['Lead time', span(leadTimeSeconds)],
    ['Forecast acts', armed ? 'yes' : 'no'],
    ['Better than the last value by', percent(model?.skill ?? null)],
    ['Values under the 0.9 quantile', percent(model?.coverage ?? null)],
    ['History', model === null ? unknown : span(model.historySeconds)],
    ...[{ name: demand.source, seenAt: demand.seenAt }, ...demand.regressors].map(
      ({ name, seenAt }): Pair => [`${name}, seen`, seenAt === null ? unknown : clock(seenAt)],
    ),
    ['Cost for an hour', money(cost.perHour, cost.currency)],
    ['Of a plain HPA', money(cost.perHourOfPlainHpa, cost.currency)],
  ];
}

const headings = ['Time', 'Load', 'Forecast', 'Ready', 'Present', 'Wanted', 'Plain HPA', 'Reason', 'Why'];

function tableOf({ decisions }: ScalerStory): HTMLElement {
  const rows = decisions.slice(-mostRows).toReversed();
  return element(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': 'Decisions' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, ...headings.map((text) => element('th', { scope: 'col' }, text))),
      ),
      element('tbody', {}, ...rows.map(rowOf)),
    ),
  );
}

function rowOf(row: ScalerStory['decisions'][number]): HTMLElement {
  const cells = [
    clock(row.at),
    figure(row.load),
    figure(row.forecast),
    count(row.ready),
    count(row.present),
    count(row.desired),
    count(row.plainHpa),
    [row.reason, ...row.limitedBy].join(', '),
    row.message,
  ];
  return element('tr', {}, ...cells.map((text) => element('td', {}, text)));
}
