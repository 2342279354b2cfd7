import { parseUpArguments, type UpArguments } from './arguments.ts';
import { type Layout, layoutOf } from './cluster/layout.ts';
import { runSteps } from './cluster/step.ts';
import { type Command, runCommand } from './command.ts';
import { chartSteps } from './deploy/chart.ts';
import { farewell } from './deploy/farewell.ts';
import { fittingSample, oldSampleSteps, sampleFile, sampleIsThere, sampleSteps } from './deploy/sample.ts';
import { withLock } from './lock.ts';
import { stateDirectory } from './repository.ts';
import { printLine, printReport } from './screen.ts';
import { chooseTarget } from './targets/choose.ts';
import type { ClusterTarget } from './targets/cluster-target.ts';
import { cacheDirectory } from './tools/cache.ts';

const usage = `usage: hack/up [--target auto|local|kind|context] [--sample NAME]
               [--hpa-sync-seconds N] [--registry R --tag T]

From a fresh machine to a PricePipeline that is Ready: tools, cluster, images,
chart, sample. Run it again to repair what died or to install what changed.

  --target local    a one-node Kubernetes made of processes of this machine (root, Linux)
  --target kind     a kind cluster; docker, kind, kubectl and helm from PATH
  --target context  the cluster of the current kubectl context, with images that
                    hack/images pushed to --registry under --tag
  --target auto     kind where a Docker engine answers and its tools are there, else local
  --sample NAME     a file of crds/samples/valid, or none; by default btc (live trades of
                    Binance) where Binance answers, else btc-replay (a synthetic market)
  --hpa-sync-seconds N   how often HorizontalPodAutoscalers look (local only; 15)
  --help            this text
`;

async function up(words: readonly string[]): Promise<void> {
  const wanted = parseUpArguments(words);
  if (wanted.sample !== undefined && wanted.sample !== 'none') sampleFile(wanted.sample);
  const layout = layoutOf(stateDirectory);
  await withLock(
    layout.run,
    () => bringUp(layout, wanted),
    (pid) => printLine(`waiting for process ${pid}, which works on the cluster of this machine`),
  );
}

async function bringUp(layout: Layout, wanted: UpArguments): Promise<void> {
  const began = performance.now();
  const target = await chooseTarget(layout, wanted, { cache: cacheDirectory(), say: printLine });
  await runSteps(await target.clusterSteps(), printReport);
  const images = await target.images();
  await runSteps([...images.steps, ...chartSteps(target, images.coordinates)], printReport);
  await bringSample(target, wanted.sample);
  printLine(`${((performance.now() - began) / 1000).toFixed(1).padStart(8)} s  in all`);
  for (const line of farewell(target, layout)) printLine(line);
}

async function bringSample(target: ClusterTarget, wanted: string | undefined): Promise<void> {
  if (wanted === 'none') return;
  if (wanted === undefined && (await sampleIsThere(target)))
    return runSteps(oldSampleSteps(target), printReport);
  await runSteps(sampleSteps(target, wanted ?? (await fittingSample(printLine))), printReport);
}

const command: Command = { name: 'hack/up', usage, run: up };
process.exit(await runCommand(command, process.argv.slice(2)));
