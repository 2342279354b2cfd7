import { execa } from 'execa';

/** Where a program runs and what it finds in its environment beyond ours. */
export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end with all that it prints in `log`; throws when it exits with another code than 0. */
export async function runLogged(
  log: string,
  program: string,
  words: readonly string[],
  surroundings: Surroundings = {},
): Promise<void> {
  const output = { file: log, append: true } as const;
  await execa(program, [...words], {
    ...surroundings,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    buffer: false,
  });
}
