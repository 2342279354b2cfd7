import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readIfPresent } from '../process/table.ts';

/** Writes a file if its text differs, as a whole or not at all, with its folder. Mode as in chmod. */
export async function placeFile(file: string, text: string, mode = 0o644): Promise<void> {
  if ((await readIfPresent(file)) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text, { mode });
  await rename(`${file}.new`, file);
}
