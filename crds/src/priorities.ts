/** PriorityClasses that the chart ships and pods name: name and value. */
export const priorityClasses = {
  /** Kafka: everything waits for it. */
  critical: { name: 'pricecast-critical', value: 1000 },
  /** Collectors: a trade that is missed has to be fetched again. */
  high: { name: 'pricecast-high', value: 500 },
  /** What can wait: the replayed exchange, later lake and dashboard. */
  normal: { name: 'pricecast-normal', value: 100 },
} as const;
