import type { KubeObject } from '@pricecast/kube';
import type { LiveHpa } from '../live-scaler.ts';

/** The parts of a ShadowWorkload that are read. */
export interface LiveTwin extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number; readonly selector?: string };
}

/** What there is under the name of a scaler's shadow. */
export interface LiveShadow {
  readonly twin: LiveTwin | undefined;
  readonly hpa: LiveHpa | undefined;
}

/** Whether two versions of a twin differ in what its scaler has to answer. */
export const twinLooksDifferent = (before: LiveTwin, after: LiveTwin): boolean => {
  const face = ({ metadata, spec, status }: LiveTwin) =>
    JSON.stringify([metadata.uid, metadata.deletionTimestamp, spec?.replicas, status]);
  return face(before) !== face(after);
};
