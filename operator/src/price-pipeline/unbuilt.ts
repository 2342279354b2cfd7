import type { PricePipelineSpec } from '@pricecast/crds';
import { scaledStages } from './scaled-stages.ts';

/** The parts of a spec that this version accepts and does not build, as paths that a user can look up. */
export const unbuiltParts = (spec: PricePipelineSpec): string[] => [
  ...(spec.kafka.mode === 'Strimzi' ? ['spec.kafka.mode Strimzi'] : []),
  ...spec.sources.flatMap(({ name, type, streams }) => {
    if (type === 'CoinGecko' || type === 'Yahoo') return [`spec.sources[${name}].type ${type}`];
    return streams.includes('Bars') ? [`spec.sources[${name}].streams Bars`] : [];
  }),
  ...(spec.lake === undefined ? [] : ['spec.lake']),
  ...scaledStages(spec).flatMap(({ name, scaling }) =>
    scaling?.engine === 'KEDA' ? [`spec.scaling.${name}.engine KEDA`] : [],
  ),
];
