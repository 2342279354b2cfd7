/** How well a cache follows the server. */
export interface CacheHealth {
  readonly synced: boolean;
  readonly objects: number;
  readonly relists: number;
  /** Changes that only a relist showed although the watch had passed them: more than 0 means that a watch lied. */
  readonly cacheMisses: number;
  /** Seconds since the quietest of its watches said anything; undefined before the first list. */
  readonly lastEventAgeSeconds: number | undefined;
}
