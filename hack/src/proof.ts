/** How long a proof runs: `full` gives the acceptance figure, `gate` is the shortened form of the test run. */
export type Scale = 'full' | 'gate';

/** One measured figure against its bound. */
export interface Finding {
  /** What was measured, in words. */
  readonly what: string;
  /** The figure with its unit. */
  readonly measured: string;
  /** The bound that it has to keep, as a reader would write it: `≤ 60 s`, `0`. */
  readonly bound: string;
  readonly holds: boolean;
}

/** What a proof may use of its surroundings. */
export interface ProofContext {
  readonly scale: Scale;
  /** Shows progress to the person who waits. */
  readonly say: (line: string) => void;
  /** Aborted when the person who waits gives up; a proof then cleans up and ends. */
  readonly signal: AbortSignal;
}

/** What has to be there before a proof can run. */
export type Need = 'cluster' | 'kafka' | 'free-machine';

/** One claim of the project that a command can check; `hack/prove NAME` runs it. */
export interface Proof {
  readonly name: string;
  /** The claim as one sentence. */
  readonly claim: string;
  readonly needs: readonly Need[];
  /** Throws only when the proof itself could not be carried out; a broken claim is a finding that does not hold. */
  run(context: ProofContext): Promise<readonly Finding[]>;
}
