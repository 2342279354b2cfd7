/**
 * Compares two resource versions of one resource type: negative when `a` is older, 0 when equal, positive when
 * newer. They are decimal integers without leading zeros (KEP-5504); an empty one is older than all.
 */
export function compareResourceVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The newer of two resource versions. */
export function newerResourceVersion(a: string, b: string): string {
  return compareResourceVersions(a, b) >= 0 ? a : b;
}
