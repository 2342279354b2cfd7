import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseDevArguments } from './arguments.ts';
import { runCommand } from './command.ts';
import { type LocalRun, startLocalRun } from './dev/local-run.ts';
import { Failure } from './failure.ts';
import { isFree } from './kafka/loopback-ports.ts';
import { ensurePrograms } from './preflight/packages.ts';
import { buildPrograms, imagePrograms } from './preflight/programs.ts';
import { stateDirectory } from './repository.ts';
import { printLine } from './screen.ts';
import { cacheDirectory } from './tools/cache.ts';
import { kafka as kafkaTool } from './tools/kafka.ts';
import { ensureTool, toolFolder } from './tools/tool.ts';

const usage = `usage: hack/dev [--trades-per-second N] [--symbols A,B,…] [--live]

The data path on this machine without Kubernetes: a real Kafka, an exchange,
collector, processor, forecaster and gateway, each a process from source.
Ctrl-C stops all of them; their data goes, their logs stay in hack/.state/dev.

  --trades-per-second N   of the synthetic market (100)
  --symbols A,B           what is traded (the first six of the synthetic market)
  --live                  live trades of Binance instead; needs the internet
  --help                  this text
`;

const gatewayPort = 5001;
const dashboardPort = 8501;

async function dev(words: readonly string[]): Promise<void> {
  const wanted = parseDevArguments(words);
  await checkPorts();
  const interrupted = interruption();
  await ensureKafka();
  const began = performance.now();
  const folder = join(stateDirectory, 'dev');
  await using run = await startLocalRun({ wanted, folder, gatewayPort, dashboardPort, signal: interrupted });
  const rooms = run.stages.map(({ room }) => room).join(', ');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  printLine(`Kafka ${run.bootstrapServers}, ${rooms}: ready after ${seconds} s; logs ${folder}`);
  printLine(
    `\ndashboard   http://localhost:${dashboardPort}\ninterface   http://localhost:${gatewayPort}/docs\n`,
  );
  printLine('Ctrl-C stops everything');
  await untilInterrupted(run, interrupted);
}

/** Ports that others know have to be free, or somebody would see another pipeline. */
async function checkPorts(): Promise<void> {
  for (const port of [gatewayPort, dashboardPort]) {
    if (!(await isFree(port)))
      throw new Failure('PORT_TAKEN', `port ${port} is taken; does another hack/dev or hack/tunnel run?`);
  }
}

async function ensureKafka(): Promise<void> {
  const shelf = { cache: cacheDirectory(), say: printLine };
  const isThere = existsSync(toolFolder(shelf.cache, kafkaTool));
  await ensurePrograms([...imagePrograms, ...(isThere ? [] : buildPrograms)], shelf);
  await ensureTool(shelf, kafkaTool);
}

async function untilInterrupted(run: LocalRun, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    run.checkAlive();
    await sleep(250);
  }
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

process.exit(await runCommand({ name: 'hack/dev', usage, run: dev }, process.argv.slice(2)));
