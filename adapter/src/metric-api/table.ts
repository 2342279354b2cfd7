import { type MeasuredObject, type MeasuredSeries, timestampOf } from './measured.ts';

/** A column of a Table. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'string';
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** One row of a Table, and which object it is about. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly metadata: { readonly name: string; readonly namespace: string | undefined };
}

/** A column of text. */
export const textColumn = (name: string, description: string): TableColumn => ({
  name,
  type: 'string',
  format: '',
  description,
  priority: 0,
});

const columns = [
  { ...textColumn('Name', 'Object or series that the value is about.'), format: 'name' },
  textColumn('Metric', 'Name of the metric.'),
  textColumn('Value', 'The value as a quantity.'),
  textColumn('Produced', 'When the value was produced.'),
];

/** `meta.k8s.io/v1` Table, for `kubectl get`. */
export const tableOf = (columnDefinitions: readonly TableColumn[], rows: readonly TableRow[]): object => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata: {},
  columnDefinitions,
  rows: rows.map(({ cells, metadata }) => ({
    cells,
    object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata },
  })),
});

/** Table of values about objects. */
export const objectTable = (items: readonly MeasuredObject[]): object =>
  tableOf(
    columns,
    items.map((item) => rowOf(item, { name: item.object.name, namespace: item.object.namespace })),
  );

/** Table of external values. */
export const seriesTable = (items: readonly MeasuredSeries[], namespace: string): object =>
  tableOf(
    columns,
    items.map((item) => rowOf(item, { name: Object.values(item.labels).join(','), namespace })),
  );

const rowOf = (item: MeasuredObject | MeasuredSeries, metadata: TableRow['metadata']): TableRow => ({
  cells: [metadata.name, item.metric, item.quantity, timestampOf(item)],
  metadata,
});
