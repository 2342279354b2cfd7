import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Files that a broker is started from. */
export interface BrokerFiles {
  readonly classPath: string;
  readonly propertiesFile: string;
  readonly logSettingsFile: string;
  /** Where everything that the broker says is kept. */
  readonly logFile: string;
}

const startDeadlineMilliseconds = 90_000;
const startedLine = 'Kafka Server started';

// The first compiler tier alone and the serial collector: half the start-up time on a small machine.
const lightJvm = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

function javaArguments(files: BrokerFiles, main: readonly string[]): string[] {
  return [
    ...lightJvm,
    `-Dlog4j2.configurationFile=${files.logSettingsFile}`,
    '-cp',
    files.classPath,
    ...main,
  ];
}

/** On Linux the kernel ends the broker with the process that started it, however that one ends. */
const launcher = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', 'java'] : ['java'];

function spawnJava(files: BrokerFiles, main: readonly string[]) {
  const [command = 'java', ...first] = launcher;
  return spawn(command, [...first, ...javaArguments(files, main)], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Writes cluster id and first metadata into the data directory, as a first start needs. */
export async function formatStorage(files: BrokerFiles, clusterId: string): Promise<void> {
  const tool = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', clusterId];
  await promisify(execFile)('java', javaArguments(files, [...tool, '-g', '-c', files.propertiesFile]));
}

/** Starts the broker and waits until it serves clients; rejects with the name of its log file when it does not. */
export async function startBroker(files: BrokerFiles): Promise<ChildProcess> {
  const broker = spawnJava(files, ['kafka.Kafka', files.propertiesFile]);
  const log = createWriteStream(files.logFile, { flags: 'a' });
  broker.stdout.pipe(log, { end: false });
  broker.stderr.pipe(log, { end: false });
  broker.once('close', () => log.end());
  await started(broker, files.logFile);
  return broker;
}

async function started(broker: ChildProcess, logFile: string): Promise<void> {
  const deadline = AbortSignal.timeout(startDeadlineMilliseconds);
  const outcome = await Promise.race([
    lineSeen(broker, startedLine).then(() => 'started' as const),
    once(broker, 'exit').then(([code, signal]) => `ended early with ${code ?? signal}`),
    once(deadline, 'abort').then(() => `was not ready after ${startDeadlineMilliseconds / 1000} s`),
  ]);
  if (outcome === 'started') return;
  broker.kill('SIGKILL');
  throw new Error(`KAFKA_NOT_STARTED: Kafka ${outcome}; see ${logFile}`);
}

async function lineSeen(broker: ChildProcess, wanted: string): Promise<void> {
  if (broker.stdout === null) throw new Error('KAFKA_NOT_STARTED: the broker has no standard output');
  const lines = createInterface({ input: broker.stdout });
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (line.includes(wanted)) resolve();
    });
  });
  lines.removeAllListeners('line');
}

/** Sends a signal and waits until the process is gone; at once when it is gone already. */
export async function endBroker(broker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (broker.exitCode !== null || broker.signalCode !== null) return;
  const gone = once(broker, 'exit');
  broker.kill(signal);
  await gone;
}
