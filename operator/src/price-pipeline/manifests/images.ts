import type { ImageSource } from '../../settings.ts';

/** Processes that pipelines run. */
export type WorkloadImage = 'kafka' | 'collector' | 'exchange';

/** The image part of a container. */
export const imageOf = ({ registry, tag, pullPolicy }: ImageSource, name: WorkloadImage) => ({
  image: `${registry}/${name}:${tag}`,
  imagePullPolicy: pullPolicy,
});
