import { selects } from '../selection/label-selector.ts';
import type { PublishedWorld } from '../snapshot/scaler-snapshot.ts';
import { type Answer, foundValues, refused } from './answer.ts';
import { customBody } from './bodies.ts';
import { findFigures, type ObjectFigure } from './custom-figures.ts';
import { customGroup } from './group-versions.ts';
import type { MeasuredObject } from './measured.ts';
import type { Form } from './negotiation.ts';
import { quantityOf } from './quantity.ts';
import type { MetricQuery } from './query.ts';
import type { CustomRoute } from './route.ts';
import { objectTable } from './table.ts';

/** What an answer is made from besides the route. */
export interface AnswerContext {
  readonly query: MetricQuery;
  readonly form: Form;
  readonly world: PublishedWorld;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Answers a question about objects. One name gets exactly one item, or a failure that says why; `*` gets the
 * objects that fit and have a value.
 */
export function answerCustom(route: CustomRoute, context: AnswerContext): Answer {
  const { query, world, now } = context;
  const ofSeries = findFigures(route, world, now).filter(({ metricLabels }) =>
    selects(query.metricLabels, metricLabels),
  );
  if (route.name === '*') return answerMany(route, context, ofSeries);
  return answerOne(route, context, ofSeries);
}

function answerMany(route: CustomRoute, context: AnswerContext, figures: readonly ObjectFigure[]): Answer {
  const selected = figures.filter(({ object }) => selects(context.query.labels, object.labels));
  const items = selected.flatMap((figure) => measured(route, figure) ?? []);
  const without = selected.find(({ figure }) => figure.kind === 'Missing');
  if (items.length === 0 && without?.figure.kind === 'Missing')
    return refused('ServiceUnavailable', sentence(route, without.object.name, without.figure.message));
  return send(route, context, items);
}

function answerOne(route: CustomRoute, context: AnswerContext, figures: readonly ObjectFigure[]): Answer {
  const [only, ...others] = figures;
  const { metric, resource, name } = route;
  if (only === undefined) {
    const message = `the server could not find the metric ${metric} for ${resource} ${name}`;
    return refused('NotFound', message, { group: customGroup, kind: resource, name });
  }
  if (others.length > 0) {
    const told = `${figures.length} scalers have this target; select one by metricLabelSelector scaler=NAME`;
    return refused('Conflict', sentence(route, name, told));
  }
  if (only.figure.kind === 'Missing')
    return refused('ServiceUnavailable', sentence(route, name, only.figure.message));
  const item = measured(route, only);
  if (item === undefined)
    return refused('ServiceUnavailable', sentence(route, name, 'the value is no quantity'));
  return send(route, context, [item]);
}

const sentence = ({ metric, resource }: CustomRoute, name: string, why: string): string =>
  resource === 'metrics'
    ? `no ${metric} of the namespace: ${why}`
    : `no ${metric} for ${resource} ${name}: ${why}`;

function measured({ metric }: CustomRoute, { object, figure }: ObjectFigure): MeasuredObject | undefined {
  if (figure.kind === 'Missing') return undefined;
  const quantity = quantityOf(figure.value);
  return quantity === undefined ? undefined : { object, metric, quantity, at: figure.at };
}

function send(route: CustomRoute, { form, query }: AnswerContext, items: readonly MeasuredObject[]): Answer {
  const table = form === 'Table';
  return foundValues(
    table ? objectTable(items) : customBody(route.version, items, query.metricLabels),
    items,
  );
}
