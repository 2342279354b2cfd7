/** A forecast that is asked of a contender: one line on its standard input. */
export interface Job {
  readonly id: string;
  readonly values: readonly number[];
  readonly horizon: number;
  /** Periods in steps, shortest first. */
  readonly seasons: readonly number[];
  /** Coverage of the band wanted. */
  readonly level: number;
}

/** What a method makes of a job; edges where it has bands. */
export interface Path {
  readonly point: readonly number[];
  readonly lower?: readonly number[];
  readonly upper?: readonly number[];
}

/** One line of a contender's standard output. */
export interface Answer {
  readonly id: string;
  readonly path?: Path;
  readonly error?: string;
  /** Processor time of this forecast alone. */
  readonly cpuMs: number;
  /** Largest resident memory of the process so far. */
  readonly peakKiB: number;
}

/** A method that is ready: loaded, but without any history. */
export interface Method {
  readonly version: string;
  readonly forecast: (job: Job) => Path;
}
