/** Name of the environment variable that every process of a cluster carries. */
export const markerVariable = 'PRICECAST_PROCESS';

/** What the marker says about the process that carries it. */
export interface Marker {
  readonly state: string;
  readonly name: string;
  readonly fingerprint: string;
}

/**
 * Value of the marker. `up` can be killed after it started a process and before it recorded it; the marker
 * travels with the process, so the next `up` and `down` still know it as theirs.
 */
export function markerValue({ state, name, fingerprint }: Marker): string {
  return `${name}@${fingerprint}@${state}`;
}

/** Marker from the text of /proc/<pid>/environ (entries end in NUL); undefined when the process has none. */
export function markerOf(environ: string): Marker | undefined {
  const prefix = `${markerVariable}=`;
  const entry = environ.split('\0').find((candidate) => candidate.startsWith(prefix));
  const [name, fingerprint, ...state] = entry?.slice(prefix.length).split('@') ?? [];
  return name && fingerprint && state.length > 0 ? { name, fingerprint, state: state.join('@') } : undefined;
}
