import { isKubeError } from './kube-error.ts';

/** Another field manager that owns fields which an apply wanted. */
export interface ApplyConflict {
  readonly manager: string;
  /** Paths as the server writes them: `.spec.replicas`. */
  readonly fields: readonly string[];
}

/**
 * The conflicts that a server-side apply was refused for, one entry per manager. Empty for every other error, a
 * stale resourceVersion or uid included.
 */
export function applyConflicts(error: unknown): ApplyConflict[] {
  if (!isKubeError(error, 'KUBE_CONFLICT')) return [];
  const fields = new Map<string, string[]>();
  for (const cause of error.causes) {
    if (cause.reason !== 'FieldManagerConflict') continue;
    const manager = /conflict with "([^"]*)"/.exec(cause.message ?? '')?.[1] ?? 'unknown';
    fields.set(manager, [...(fields.get(manager) ?? []), cause.field ?? 'unknown']);
  }
  return [...fields].map(([manager, paths]) => ({ manager, fields: paths }));
}
