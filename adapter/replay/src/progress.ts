/** Told how far something has come that may take long. */
export interface Progress {
  /** Something begins that has so many parts. */
  begin(what: string, parts: number): void;
  /** So many of them are done. */
  reach(part: number): void;
}

/** Tells nobody. */
export const silent: Progress = { begin: () => {}, reach: () => {} };
