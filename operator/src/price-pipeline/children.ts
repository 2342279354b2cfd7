import type { PricePipeline } from '@pricecast/crds';
import { controllerOf, type Manifest } from '@pricecast/kube';

/** Names one child: a kind and a name are unique within the namespace of a pipeline. */
export interface ChildRef {
  readonly kind: string;
  readonly name: string;
}

/** The child of this kind and name, where it exists. */
export const findChild = (children: readonly Manifest[], { kind, name }: ChildRef): Manifest | undefined =>
  children.find((child) => child.kind === kind && child.metadata.name === name);

/** The same children with newer versions in place of older ones, and new ones added. */
export const withNewer = (children: readonly Manifest[], newer: readonly Manifest[]): Manifest[] => [
  ...children.filter(
    (child) => findChild(newer, { kind: child.kind, name: child.metadata.name }) === undefined,
  ),
  ...newer,
];

/** Children of this very pipeline that are not wanted and not already going. Volumes are never among them. */
export const unwanted = (
  pipeline: PricePipeline,
  children: readonly Manifest[],
  wanted: readonly Manifest[],
): Manifest[] =>
  children.filter(
    (child) =>
      child.kind !== 'PersistentVolumeClaim' &&
      child.metadata.deletionTimestamp === undefined &&
      controllerOf(child)?.uid === pipeline.metadata.uid &&
      findChild(wanted, { kind: child.kind, name: child.metadata.name }) === undefined,
  );
