import { resolve } from 'node:path';
import { execa } from 'execa';
import { repositoryRoot } from '../repository.ts';

const biome = resolve(repositoryRoot, 'node_modules/@biomejs/biome/bin/biome');

/** A text as the formatter of the repository wants it in a file of this name. */
export async function formatted(path: string, text: string): Promise<string> {
  const words = [biome, 'format', `--stdin-file-path=${path}`];
  const { stdout } = await execa(process.execPath, words, {
    cwd: repositoryRoot,
    input: text,
    stripFinalNewline: false,
  });
  return stdout;
}
