/** A PriorityClass that the chart ships and pods name. */
export interface PriorityClass {
  readonly name: string;
  readonly value: number;
  /** Who bears it, for people who list the classes of their cluster. */
  readonly description: string;
}

/** The classes, by what a pod is worth: the first to the whole cluster, the others to a pipeline. */
export const priorityClasses = {
  metricApis: {
    name: 'pricecast-metric-apis',
    value: 100_000,
    description:
      'The adapter: while no pod of it is there, HPAs have no numbers and no namespace of the cluster can be deleted.',
  },
  critical: {
    name: 'pricecast-critical',
    value: 1000,
    description:
      'Kafka of a price pipeline, for which every other pod waits, and its forecaster: a late forecast is worth nothing.',
  },
  high: {
    name: 'pricecast-high',
    value: 500,
    description: 'Collectors and processors of a price pipeline: what they miss has to be fetched again.',
  },
  normal: {
    name: 'pricecast-normal',
    value: 100,
    description: 'Parts of a price pipeline that can wait, such as the gateway and a replayed exchange.',
  },
} as const satisfies Record<string, PriorityClass>;
