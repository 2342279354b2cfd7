/**
 * A Kubernetes `MicroTime`: RFC 3339 in UTC with exactly six fraction digits. The API server refuses three, which
 * is what `toISOString` gives.
 */
export function microTime(at: Date): string {
  return at.toISOString().replace('Z', '000Z');
}

/** A Kubernetes `Time`: RFC 3339 in UTC, whole seconds. */
export function secondTime(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
