/** A place from 0 to before `length` that depends on the key alone, so that not all do the same at once. */
export function phaseOf(key: string, length: number): number {
  let hash = 0;
  for (const character of key) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % length;
}
