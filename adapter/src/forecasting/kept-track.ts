import type { TrackOptions } from './forecast-answer.ts';

/** A track as it is kept over restarts: it goes on from there, within milliseconds. */
export interface KeptTrack {
  readonly options: TrackOptions;
  /** Zone whose clock the steps follow; absent means UTC. */
  readonly timeZone?: string | undefined;
  /** First slot that it was not told of. */
  readonly nextSlot: number;
  readonly state: Uint8Array;
}
