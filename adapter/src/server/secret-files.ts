import { readFile, stat } from 'node:fs/promises';

/** Where certificate and key lie. */
export interface SecretFiles {
  readonly cert: string;
  readonly key: string;
}

/** Certificate and key as they are now, with a stamp that changes when they do. */
export interface ReadSecrets {
  readonly cert: string;
  readonly key: string;
  readonly stamp: string;
}

/** Reads the files; rejects while they are not there. */
export async function readSecrets({ cert, key }: SecretFiles): Promise<ReadSecrets> {
  const stamp = await stampOf(cert, key);
  const [certText, keyText] = await Promise.all([readFile(cert, 'utf8'), readFile(key, 'utf8')]);
  return { cert: certText, key: keyText, stamp };
}

/** Changes when one of the files does: Kubernetes swaps mounted Secrets as a whole. */
export async function stampOf(...files: readonly string[]): Promise<string> {
  const found = await Promise.all(files.map((file) => stat(file)));
  return found.map(({ mtimeMs, ino }) => `${mtimeMs}:${ino}`).join();
}
