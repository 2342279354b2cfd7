import { modeEffect, type PredictiveScaler } from '@pricecast/crds';
import { controllerOf, type KubeObject, type Resource } from '@pricecast/kube';
import { resources } from '../resources.ts';
import type { ObservedScaler } from './observed.ts';

/** The kinds of which one may act for a scaler. */
export type ChildKind = 'HorizontalPodAutoscaler' | 'ScaledObject';

/** Where objects of a kind lie. */
export const childResource: Readonly<Record<ChildKind, Resource>> = {
  HorizontalPodAutoscaler: resources.hpas,
  ScaledObject: resources.scaledObjects,
};

/** The kind that a scaler wants; undefined where it wants nothing. */
export const wantedChild = ({ spec }: Pick<PredictiveScaler, 'spec'>): ChildKind | undefined => {
  const { renders } = modeEffect(spec);
  return renders === 'Nothing' ? undefined : renders;
};

type Children = Pick<ObservedScaler, 'hpa' | 'scaledObject'>;

/** What there is of a kind under the name that the scaler gives, whoever's it is. */
export const liveChild = ({ hpa, scaledObject }: Children, kind: ChildKind): KubeObject | undefined =>
  kind === 'ScaledObject' ? scaledObject : hpa;

/** Whether an object is one that this scaler controls. */
export const isChildOf = (scaler: PredictiveScaler, object: KubeObject | undefined): boolean =>
  object !== undefined && controllerOf(object)?.uid === scaler.metadata.uid;
