/**
 * Which of several replicas has a scaler: the one whose name together with the key hashes highest (rendezvous hashing,
 * Thaler and Ravishankar 1998). When one comes or goes, only scalers move that it has or had. Undefined without any.
 */
export function ownerOf(key: string, replicas: readonly string[]): string | undefined {
  let owner: { readonly replica: string; readonly weight: number } | undefined;
  for (const replica of replicas) {
    const weight = hashOf(`${replica}\n${key}`);
    const wins =
      owner === undefined || weight > owner.weight || (weight === owner.weight && replica > owner.replica);
    if (wins) owner = { replica, weight };
  }
  return owner?.replica;
}

/** FNV-1a over the code points, mixed as MurmurHash3 ends: names that differ in their last letter lie far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
