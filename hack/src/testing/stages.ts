import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { repositoryRoot } from '../repository.ts';
import { nothing, type Tally, tallyVitest } from './tally.ts';

/** One step of the test run: it shows its own output and returns what it counted. */
export interface Stage {
  readonly name: string;
  run(): Promise<Tally>;
}

/** A command that is one check: it passes by its exit code. */
export function check(name: string, command: readonly [string, ...string[]]): Stage {
  return {
    name,
    async run() {
      const passed = await succeeds(name, command);
      return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: [] };
    },
  };
}

/** Something that later stages need; it counts only when it fails. `prepare` is told its own name. */
export function preparation(name: string, prepare: (name: string) => Promise<void>): Stage {
  return {
    name,
    async run() {
      await prepare(name);
      return nothing;
    },
  };
}

/** Runs a command of the repository with its output shown; throws when it does not exit 0. */
export async function command(file: string, ...args: readonly string[]): Promise<void> {
  await execa(file, [...args], { cwd: repositoryRoot, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** The same as part of a stage: each line begins with the name of the stage, for another may run beside it. */
export async function stageCommand(
  stage: string,
  [file, ...args]: readonly [string, ...string[]],
): Promise<void> {
  await execa(file, args, { ...underName(stage), cwd: repositoryRoot });
}

const underName = (stage: string) => {
  const named = function* (line: unknown) {
    yield `${stage} │ ${String(line)}`;
  };
  const shown: [typeof named, 'inherit'] = [named, 'inherit'];
  return { stdin: 'ignore', stdout: shown, stderr: shown } as const;
};

const projects = { unit: 'unit', it: 'it', e2e: 'e2e*' } as const;

/** One of the three tiers; see vitest.config.ts. */
export function tier(kind: keyof typeof projects): Stage {
  const name = `${kind} tests`;
  return {
    name,
    async run() {
      const report = join(await mkdtemp(join(tmpdir(), 'pricecast-test-')), 'report.json');
      await succeeds(name, [
        'npx',
        'vitest',
        'run',
        '--project',
        projects[kind],
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ]);
      return tallyVitest(JSON.parse(await readFile(report, 'utf8')));
    },
  };
}

async function succeeds(stage: string, [file, ...args]: readonly [string, ...string[]]): Promise<boolean> {
  const result = await execa(file, args, { ...underName(stage), cwd: repositoryRoot, reject: false });
  return result.exitCode === 0;
}
