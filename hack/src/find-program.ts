import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of a program in PATH, or of a file given by its path; undefined when it is not there. */
export function findProgram(name: string): string | undefined {
  if (name.startsWith('/')) return existsSync(name) ? name : undefined;
  const candidates = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return candidates.find((path) => existsSync(path));
}
