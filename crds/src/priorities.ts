/** A PriorityClass that the chart ships and pods name. */
export interface PriorityClass {
  readonly name: string;
  readonly value: number;
  /** Who bears it, for people who list the classes of their cluster. */
  readonly description: string;
}

/** The three classes, by what a pod is worth to a pipeline. */
export const priorityClasses = {
  critical: {
    name: 'pricecast-critical',
    value: 1000,
    description: 'Kafka of a price pipeline: every other pod of the pipeline waits for it.',
  },
  high: {
    name: 'pricecast-high',
    value: 500,
    description: 'Collectors of a price pipeline: what they miss has to be fetched again.',
  },
  normal: {
    name: 'pricecast-normal',
    value: 100,
    description: 'Parts of a price pipeline that can wait, such as a replayed exchange.',
  },
} as const satisfies Record<string, PriorityClass>;
