import { annotationKeys } from '@pricecast/crds';
import type { LiveHpa } from '../live-scaler.ts';

/** What mode Floor remembers on an HPA of a user while its minReplicas is raised. */
export interface FloorMark {
  /** Name of the PredictiveScaler that raised it. */
  readonly scaler: string;
  /** The user's own minReplicas, which is written back. */
  readonly own: number;
  /** The minReplicas that was written last: any other value is somebody else's. */
  readonly raised: number;
}

/** The mark of an HPA; undefined where it has none, or one that nobody can read. */
export const floorMarkOf = ({ metadata }: LiveHpa): FloorMark | undefined => {
  const { annotations = {} } = metadata;
  const scaler = annotations[annotationKeys.floorOf];
  const [own, raised] = [annotationKeys.ownMinReplicas, annotationKeys.raisedMinReplicas].map((key) =>
    countIn(annotations[key]),
  );
  return scaler === undefined || own === undefined || raised === undefined
    ? undefined
    : { scaler, own, raised };
};

/** The annotations that say so; `null` takes each away. */
export const annotationsOf = (mark: FloorMark | undefined): Readonly<Record<string, string | null>> => ({
  [annotationKeys.floorOf]: mark?.scaler ?? null,
  [annotationKeys.ownMinReplicas]: mark === undefined ? null : String(mark.own),
  [annotationKeys.raisedMinReplicas]: mark === undefined ? null : String(mark.raised),
});

const countIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
