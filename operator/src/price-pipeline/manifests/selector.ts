import { labelKeys } from '@pricecast/crds';

const identity: readonly string[] = [
  labelKeys.pipeline,
  labelKeys.component,
  labelKeys.source,
  labelKeys.shard,
];

/** The labels that tell the pods of one child from all others. Selectors cannot change, so it is only these. */
export const selectorOf = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => identity.includes(key)));
