import { type LabelSelector, selectorBody } from '../selection/label-selector.ts';
import { type CustomVersion, customGroup, externalGroup, externalVersion } from './group-versions.ts';
import { type MeasuredObject, type MeasuredSeries, timestampOf } from './measured.ts';

/** `MetricValueList` of a version; v1beta1 spells name and selector otherwise than v1beta2. */
export function customBody(
  version: CustomVersion,
  items: readonly MeasuredObject[],
  selector: LabelSelector,
): object {
  const echo = selectorBody(selector);
  return {
    kind: 'MetricValueList',
    apiVersion: `${customGroup}/${version}`,
    metadata: {},
    items: items.map((item) => ({
      describedObject: describedObject(item),
      ...(version === 'v1beta1' ? { metricName: item.metric } : { metric: metricOf(item.metric, echo) }),
      timestamp: timestampOf(item),
      value: item.quantity,
      ...(version === 'v1beta1' ? { selector: echo } : {}),
    })),
  };
}

const metricOf = (name: string, selector: object | null) =>
  selector === null ? { name } : { name, selector };

function describedObject({ object }: MeasuredObject): object {
  const { kind, namespace, name, apiVersion } = object;
  return { kind, ...(namespace === undefined ? {} : { namespace }), name, apiVersion };
}

/** `ExternalMetricValueList`; clients add its items up. */
export function externalBody(items: readonly MeasuredSeries[]): object {
  return {
    kind: 'ExternalMetricValueList',
    apiVersion: `${externalGroup}/${externalVersion}`,
    metadata: {},
    items: items.map((item) => ({
      metricName: item.metric,
      metricLabels: item.labels,
      timestamp: timestampOf(item),
      value: item.quantity,
    })),
  };
}
