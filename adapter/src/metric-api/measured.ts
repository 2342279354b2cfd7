import type { NamedObject } from '../snapshot/scaler-snapshot.ts';

/** A value that is served, for the bodies of all versions. */
export interface Measured {
  readonly metric: string;
  /** Canonical Kubernetes quantity. */
  readonly quantity: string;
  /** When it was produced, milliseconds since the epoch. */
  readonly at: number;
}

/** A value about an object. */
export interface MeasuredObject extends Measured {
  readonly object: NamedObject;
}

/** A value of a labelled series. */
export interface MeasuredSeries extends Measured {
  readonly labels: Readonly<Record<string, string>>;
}

/** RFC 3339 in whole seconds, as Go writes it. */
export const timestampOf = ({ at }: Measured): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
