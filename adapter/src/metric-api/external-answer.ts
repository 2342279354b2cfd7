import { scalingMetrics } from '@pricecast/crds';
import { selects } from '../selection/label-selector.ts';
import { freshOrMissing } from '../snapshot/figure.ts';
import type { ScalerSnapshot, ScalingMetric } from '../snapshot/scaler-snapshot.ts';
import { type Answer, foundValues, refused } from './answer.ts';
import { externalBody } from './bodies.ts';
import type { AnswerContext } from './custom-answer.ts';
import { seriesLabels } from './custom-figures.ts';
import { externalGroup } from './group-versions.ts';
import type { MeasuredSeries } from './measured.ts';
import { quantityOf } from './quantity.ts';
import type { ExternalRoute } from './route.ts';
import { seriesTable } from './table.ts';

const names: readonly string[] = Object.values(scalingMetrics);
const isScalingMetric = (metric: string): metric is ScalingMetric => names.includes(metric);

/**
 * Answers a question about series, one for each scaler of the namespace. Clients add the items up, so one selected
 * series without a value fails the whole answer: a sum that lacks a part would scale in.
 */
export function answerExternal(route: ExternalRoute, context: AnswerContext): Answer {
  const { metric, namespace } = route;
  if (!isScalingMetric(metric)) {
    const message = `the server could not find the external metric ${metric}; there are ${names.join(', ')}`;
    return refused('NotFound', message, { group: externalGroup, name: metric });
  }
  const selected = context.world
    .scalersOf(namespace)
    .filter((snapshot) => selects(context.query.labels, seriesLabels(snapshot)));
  const series = selected.map((snapshot) => measuredSeries(snapshot, metric, context.now));
  const failure = series.find((item) => typeof item === 'string');
  if (failure !== undefined) return refused('ServiceUnavailable', failure);
  const items = series.filter((item) => typeof item !== 'string');
  const table = context.form === 'Table';
  return foundValues(table ? seriesTable(items, namespace) : externalBody(items), items);
}

/** The series of a scaler, or a sentence that says why it has no value. */
function measuredSeries(
  snapshot: ScalerSnapshot,
  metric: ScalingMetric,
  now: number,
): MeasuredSeries | string {
  const figure = freshOrMissing(snapshot.figures[metric], snapshot.maxAgeSeconds, now);
  const about = `no ${metric} of scaler ${snapshot.scaler.name}`;
  if (figure.kind === 'Missing') return `${about}: ${figure.message}`;
  const quantity = quantityOf(figure.value);
  if (quantity === undefined) return `${about}: the value is no quantity`;
  return { labels: seriesLabels(snapshot), metric, quantity, at: figure.at };
}
