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
async function read(path: string): Promise<string> {
  try {
    return await readFile(resolve(repositoryRoot, path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** A file that is not what it should be. */
export interface Outdated {
  readonly path: string;
  readonly source: string;
  readonly content: string;
}

/** The files that are not what they should be. All artifacts of one file are rendered into it. */
export async function outdated(artifacts: readonly Artifact[]): Promise<Outdated[]> {
  const files = [...Map.groupBy(artifacts, ({ path }) => path)];
  const judged = await Promise.all(
    files.map(async ([path, parts]) => {
      const present = await read(path);
      const content = parts.reduce((text, { render }) => render(text), present);
      const source = [...new Set(parts.map((part) => part.source))].join(', ');
      return { path, source, content, isCurrent: content === present };
    }),
  );
  return judged.filter(({ isCurrent }) => !isCurrent);
}

/** Writes what a file should be. */
export async function write({ path, content }: Outdated): Promise<void> {
  await writeFile(resolve(repositoryRoot, path), content);
}
