import type { Component } from '@pricecast/crds';
import type { ImageSource } from '../../settings.ts';

/** The image part of a container. */
export const imageOf = ({ registry, tag, pullPolicy }: ImageSource, name: Component) => ({
  image: `${registry}/${name}:${tag}`,
  imagePullPolicy: pullPolicy,
});
