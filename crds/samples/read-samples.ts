import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** A sample file. */
export interface Sample {
  /** Name of the file without its ending: for a refused sample the rule that it breaks. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** The first comment: for a refused sample a part of the sentence to expect. */
  readonly comment: string;
  readonly objects: readonly unknown[];
}

/** Every sample of one folder of crds/samples. */
export function readSamples(folder: 'valid' | 'invalid' | 'invalid-changes'): Sample[] {
  const directory = join(import.meta.dirname, folder);
  return readdirSync(directory)
    .sort()
    .map((file) => {
      const path = join(directory, file);
      const text = readFileSync(path, 'utf8');
      const objects = parseAllDocuments(text).map((document) => document.toJS() as unknown);
      return {
        name: file.replace('.yaml', ''),
        path,
        text,
        comment: text.split('\n')[0]?.slice(2) ?? '',
        objects,
      };
    });
}
