import { createHash } from 'node:crypto';

/** What a cached tool is made of; equal inputs give equal keys, so nothing is built twice on a machine. */
export interface CacheInputs {
  readonly name: string;
  readonly version: string;
  /** Texts of the files and flags that the result depends on beyond its version; none: the version says it all. */
  readonly inputs?: readonly string[];
}

/** Folder name in the cache: `name-version`, and a hash of the inputs where there are any. */
export function cacheKey({ name, version, inputs = [] }: CacheInputs): string {
  return inputs.length === 0 ? `${name}-${version}` : `${name}-${version}-${contentHash(inputs)}`;
}

/** Twelve hexadecimal digits over texts; where one text ends and the next begins counts. */
export function contentHash(texts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  return hash.digest('hex').slice(0, 12);
}
