import { readFile } from 'node:fs/promises';
import { RuntimeError } from './runtime-error.ts';

/**
 * Reads a secret from the file that a `*_FILE` variable names; one line break at its end is not part of it.
 * Throws RuntimeError SECRET_FILE_UNREADABLE or SECRET_FILE_EMPTY, both with the path and never the content.
 */
export async function readSecretFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const sentence = `Cannot read ${path}: check that the Secret exists, holds this key and is mounted`;
    throw new RuntimeError('SECRET_FILE_UNREADABLE', sentence, { cause });
  });
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new RuntimeError('SECRET_FILE_EMPTY', `${path} is empty: put the secret into it`);
  return secret;
}
