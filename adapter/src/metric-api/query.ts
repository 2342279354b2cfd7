import { type LabelSelector, parseLabelSelector } from '../selection/label-selector.ts';
import { type Answer, refused } from './answer.ts';

/** The selectors of a question. */
export interface MetricQuery {
  /** Which objects, or for external metrics which series. */
  readonly labels: LabelSelector;
  /** Which series of a custom metric. */
  readonly metricLabels: LabelSelector;
}

/** A query that was read, or the answer that says why not. */
export type ReadQuery =
  | { readonly ok: true; readonly query: MetricQuery }
  | { readonly ok: false; readonly answer: Answer };

/**
 * Reads the query of a question. Of a repeated key the first value counts, as in Go; options of lists that mean
 * nothing here are tolerated.
 */
export function readQuery(query: URLSearchParams): ReadQuery {
  const watch = query.get('watch');
  if (watch !== null && ['', '1', 't', 'true'].includes(watch.toLowerCase()))
    return failed(refused('MethodNotAllowed', 'watch is not supported on metrics'));
  const limit = query.get('limit') ?? '';
  if (!/^[0-9]{0,18}$/.test(limit))
    return failed(refused('BadRequest', `limit must be a whole number, not "${limit.slice(0, 64)}"`));
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  if (labels === undefined) return unreadable(query, 'labelSelector');
  const metricLabels = parseLabelSelector(query.get('metricLabelSelector') ?? '');
  if (metricLabels === undefined || metricLabels.some(isComparison))
    return unreadable(query, 'metricLabelSelector');
  return { ok: true, query: { labels, metricLabels } };
}

/** Answers echo this selector as a `metav1.LabelSelector`, which has no comparisons. */
const isComparison = ({ operator }: LabelSelector[number]): boolean => operator === 'Gt' || operator === 'Lt';

const failed = (answer: Answer): ReadQuery => ({ ok: false, answer });

function unreadable(query: URLSearchParams, name: string): ReadQuery {
  const text = query.get(name) ?? '';
  return failed(refused('BadRequest', `${name} is no label selector: "${text.slice(0, 200)}"`));
}
