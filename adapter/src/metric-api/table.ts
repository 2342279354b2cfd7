import { type MeasuredObject, type MeasuredSeries, timestampOf } from './measured.ts';

const column = (name: string, description: string) => ({
  name,
  type: 'string',
  format: '',
  description,
  priority: 0,
});

const columns = [
  { ...column('Name', 'Object or series that the value is about.'), format: 'name' },
  column('Metric', 'Name of the metric.'),
  column('Value', 'The value as a quantity.'),
  column('Produced', 'When the value was produced.'),
];

/** `meta.k8s.io/v1` Table of values about objects, for `kubectl get`. */
export const objectTable = (items: readonly MeasuredObject[]): object =>
  tableOf(items, ({ object }) => ({ name: object.name, namespace: object.namespace }));

/** `meta.k8s.io/v1` Table of external values, for `kubectl get`. */
export const seriesTable = (items: readonly MeasuredSeries[], namespace: string): object =>
  tableOf(items, ({ labels }) => ({ name: Object.values(labels).join(','), namespace }));

function tableOf<Item extends MeasuredObject | MeasuredSeries>(
  items: readonly Item[],
  identityOf: (item: Item) => { readonly name: string; readonly namespace: string | undefined },
): object {
  const rows = items.map((item) => {
    const metadata = identityOf(item);
    return {
      cells: [metadata.name, item.metric, item.quantity, timestampOf(item)],
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata },
    };
  });
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {}, columnDefinitions: columns, rows };
}
