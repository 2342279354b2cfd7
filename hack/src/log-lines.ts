import { readFile } from 'node:fs/promises';

/** The last lines of a file; empty when it cannot be read, because it only decorates another error. */
export async function lastLines(file: string, count: number): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-count);
}
