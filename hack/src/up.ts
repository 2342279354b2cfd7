import { parseUpArguments } from './arguments.ts';
import { layoutOf } from './cluster/layout.ts';
import { bringUpLocal } from './cluster/local-cluster.ts';
import { runCommand } from './command.ts';
import { withLock } from './lock.ts';
import { stateDirectory } from './repository.ts';
import { cacheDirectory } from './tools/cache.ts';

const usage = `usage: hack/up`;
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function up(words: readonly string[]): Promise<void> {
  const wanted = parseUpArguments(words);
  const layout = layoutOf(stateDirectory);
  await withLock(layout.state, () =>
    bringUpLocal({
      layout,
      shelf: { cache: cacheDirectory(), say },
      hpaSyncSeconds: wanted.hpaSyncSeconds,
      report: ({ name, outcome, seconds }) =>
        say(`${seconds.toFixed(1).padStart(7)} s  ${name}${outcome === 'was there' ? ' (was there)' : ''}`),
    }),
  );
}

process.exit(await runCommand({ name: 'hack/up', usage, run: up }, process.argv.slice(2)));
