import { readFile } from 'node:fs/promises';
import { stampOf } from './secret-files.ts';

/** Content of a file that is read anew when it changes; rejects while it is not there. */
export function followedFile(file: string): () => Promise<string> {
  let held: { readonly stamp: string; readonly text: string } | undefined;
  return async () => {
    const stamp = await stampOf(file);
    if (held?.stamp !== stamp) held = { stamp, text: await readFile(file, 'utf8') };
    return held.text;
  };
}
