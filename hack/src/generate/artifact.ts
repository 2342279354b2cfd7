import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { repositoryRoot } from '../repository.ts';

/** A file that is made from another one, or a part of a file between two markers. */
export interface Artifact {
  /** Path from the root of the repository. */
  readonly path: string;
  /** What it is made from, for the person who changes it. */
  readonly source: string;
  /** The whole file that should be there; `present` is what is there now, empty when nothing is. */
  render(present: string): string;
}

/** A file that is generated as a whole. */
export const wholeFile = (path: string, source: string, content: string): Artifact => ({
  path,
  source,
  render: () => content,
});

/**
 * A table within a document that people write. It lies between `<!-- NAME -->` and `<!-- /NAME -->`;
 * everything else stays as it is.
 */
export const section = (path: string, source: string, name: string, content: string): Artifact => ({
  path,
  source,
  render(present) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [start, end] = [present.indexOf(open), present.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`MARKER_MISSING: ${path} has no ${open} … ${close}`);
    return `${present.slice(0, start + open.length)}\n${content}\n${present.slice(end)}`;
  },
});

/** What is there now; a file that does not exist is empty. */
async function present(artifact: Artifact): Promise<string> {
  try {
    return await readFile(resolve(repositoryRoot, artifact.path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Those artifacts that are not what they should be. */
export async function outdated(artifacts: readonly Artifact[]): Promise<Artifact[]> {
  const found: Artifact[] = [];
  for (const artifact of artifacts) {
    const now = await present(artifact);
    if (artifact.render(now) !== now) found.push(artifact);
  }
  return found;
}

/** Writes an artifact. */
export async function write(artifact: Artifact): Promise<void> {
  const content = artifact.render(await present(artifact));
  await writeFile(resolve(repositoryRoot, artifact.path), content);
}
