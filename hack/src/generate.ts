import { parseArgs } from 'node:util';
import { type Command, runCommand } from './command.ts';
import { Failure, UsageError } from './failure.ts';
import { outdated, write } from './generate/artifact.ts';
import { allArtifacts } from './generate/artifacts.ts';

const usage = `usage: npm run generate [-- --check]

Writes everything that is made from code: CustomResourceDefinitions, rules of
the operator's role, PriorityClasses, and the tables of the documents.

  --check  writes nothing and fails when something is out of date
  --help   this text
`;

function wantsCheck(words: readonly string[]): boolean {
  try {
    return parseArgs({ args: [...words], options: { check: { type: 'boolean' } } }).values.check ?? false;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const generate: Command = {
  name: 'generate',
  usage,
  async run(words) {
    const check = wantsCheck(words);
    const stale = await outdated(await allArtifacts());
    if (check && stale.length > 0) {
      const details = stale.map(({ path, source }) => `${path} does not follow from ${source}`);
      throw new Failure('GENERATED_OUT_OF_DATE', 'generated files are out of date: run npm run generate', {
        details,
      });
    }
    for (const file of stale) {
      await write(file);
      process.stdout.write(`wrote ${file.path}\n`);
    }
  },
};

process.exitCode = await runCommand(generate, process.argv.slice(2));
