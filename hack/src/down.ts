import { existsSync } from 'node:fs';
import { parseDownArguments } from './arguments.ts';
import { layoutOf } from './cluster/layout.ts';
import { runSteps } from './cluster/step.ts';
import { removeData, teardownSteps } from './cluster/teardown.ts';
import { type Command, runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { withLock } from './lock.ts';
import { stateDirectory } from './repository.ts';
import { printLine, printReport } from './screen.ts';

const usage = `usage: hack/down [--all]

Stops everything that hack/up started, by the process ids that it recorded, and
puts mounts, links, iptables rules and kernel parameters back as they were.
Data, keys and images stay in hack/.state, so that the next hack/up is quick.

  --all    removes hack/.state as well: volumes, etcd, images, logs
  --help   this text
`;

async function down(words: readonly string[]): Promise<void> {
  const { all } = parseDownArguments(words);
  const layout = layoutOf(stateDirectory);
  if (!existsSync(layout.state)) return printLine('nothing to do: this clone has no cluster');
  if (process.geteuid?.() !== 0) throw new Failure('NOT_ROOT', 'hack/down needs root; run: sudo hack/down');
  await withLock(
    layout.state,
    async () => {
      await runSteps(teardownSteps(layout), printReport);
      if (all) await removeData(layout);
    },
    (pid) => printLine(`waiting for process ${pid}, which works on the same cluster`),
  );
  printLine(
    all ? 'the cluster and its data are gone' : 'the cluster is down; hack/up brings it back with its data',
  );
}

const command: Command = { name: 'hack/down', usage, run: down };
process.exit(await runCommand(command, process.argv.slice(2)));
