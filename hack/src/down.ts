import { parseDownArguments } from './arguments.ts';
import { type Layout, layoutOf } from './cluster/layout.ts';
import { machineIsOurs } from './cluster/owner.ts';
import { runSteps } from './cluster/step.ts';
import { removeData, teardownSteps } from './cluster/teardown.ts';
import { type Command, runCommand } from './command.ts';
import { uninstall } from './deploy/chart.ts';
import { Failure } from './failure.ts';
import { withLock } from './lock.ts';
import { stateDirectory } from './repository.ts';
import { printLine, printReport } from './screen.ts';
import { lastTarget } from './targets/choose.ts';
import { deleteKindCluster } from './targets/kind.ts';

const usage = `usage: hack/down [--all]

Stops everything that hack/up started, by the process ids that it recorded, and
puts mounts, links, iptables rules and kernel parameters back as they were.
Data, keys and images stay in hack/.state, so that the next hack/up is quick.

With --target kind it deletes the kind cluster, with --target context it
uninstalls the chart.

  --all    removes hack/.state as well: volumes, etcd, images, logs
  --help   this text
`;

async function down(words: readonly string[]): Promise<void> {
  const { all } = parseDownArguments(words);
  const layout = layoutOf(stateDirectory);
  await withLock(
    layout.run,
    async () => {
      printLine(await stop(layout));
      if (all) await removeData(layout);
      if (all) printLine('its data is gone');
    },
    (pid) => printLine(`waiting for process ${pid}, which works on the cluster of this machine`),
  );
}

/** Stops the cluster of the last `up` and says so. What runs on the machine is touched only if it is ours. */
async function stop(layout: Layout): Promise<string> {
  const target = await lastTarget(layout);
  if (target === 'kind') return deleteKindCluster(layout);
  if (target === 'context') return uninstall();
  if (!(await machineIsOurs(layout))) return 'no cluster of this clone runs';
  if (process.geteuid?.() !== 0) throw new Failure('NOT_ROOT', 'hack/down needs root; run: sudo hack/down');
  await runSteps(teardownSteps(layout), printReport);
  return 'the cluster is down; hack/up brings it back';
}

const command: Command = { name: 'hack/down', usage, run: down };
process.exit(await runCommand(command, process.argv.slice(2)));
