import { type Check, fails } from './check.ts';
import { EventLoopWatch } from './event-loop.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Registry } from './metrics.ts';
import { startOpsListener } from './ops-listener.ts';
import type { StageReport } from './report.ts';
import type { Environment, ShellSettings } from './settings.ts';
import { Shutdown, type ShutdownOutcome } from './shutdown.ts';

/** What a process does inside its shell, as probes and the operator see it. */
export interface Stage {
  /** All must hold for `/readyz`. */
  readonly readiness: readonly Check[];
  /** All must hold for `/healthz`, besides the event loop. */
  readonly liveness?: readonly Check[];
  report(): StageReport;
}

/** What the shell gives to the stage. */
export interface ProcessContext<Settings> {
  readonly settings: Settings;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Registers what to close on SIGTERM; what is registered later is closed earlier. */
  onShutdown(name: string, close: () => Promise<void>): void;
  /** Ends the process in order with exit code 1: for faults that only a restart can heal. */
  fail(error: unknown): void;
}

/** A process: how it reads its settings and how it starts. */
export interface ProcessDefinition<Settings extends ShellSettings> {
  readonly name: string;
  readonly readSettings: (environment: Environment) => Settings;
  readonly start: (context: ProcessContext<Settings>) => Promise<Stage>;
}

/**
 * Runs a process: settings, log, ops listener, then the stage; SIGTERM and SIGINT close everything in order.
 * The ops listener answers before the stage has started. Exit code 0 after an orderly end; 1 after wrong
 * settings, a failed start, an unhandled rejection or a part that did not close in time.
 */
export async function startProcess<Settings extends ShellSettings>(
  definition: ProcessDefinition<Settings>,
): Promise<void> {
  const settings = settingsOrExit(definition);
  const log = createLogger(definition.name, settings.LOG_LEVEL);
  const shutdown = new Shutdown();
  const end = (exitCode: number) => endProcess(shutdown, settings, log, exitCode);
  const fail = (error: unknown) => {
    log.fatal({ error }, 'Ended by a fault');
    end(1);
  };
  listenToHost(log, end, fail);
  try {
    await startStage(definition, { settings, log, shutdown, fail });
  } catch (error) {
    fail(error);
  }
}

function settingsOrExit<Settings extends ShellSettings>(definition: ProcessDefinition<Settings>): Settings {
  try {
    return definition.readSettings(process.env);
  } catch (error) {
    createLogger(definition.name, 'info').fatal({ error }, 'Refused the settings');
    process.exit(1);
  }
}

interface Shell<Settings> {
  readonly settings: Settings;
  readonly log: Logger;
  readonly shutdown: Shutdown;
  readonly fail: (error: unknown) => void;
}

async function startStage<Settings extends ShellSettings>(
  definition: ProcessDefinition<Settings>,
  { settings, log, shutdown, fail }: Shell<Settings>,
): Promise<void> {
  let stage = startingStage(definition.name);
  const metrics = createMetrics();
  const eventLoop = new EventLoopWatch();
  const listener = await startOpsListener(settings.OPS_HOST, settings.OPS_PORT, {
    liveness: () => [eventLoop, ...(stage.liveness ?? [])],
    readiness: () => (shutdown.begun ? [stopping] : stage.readiness),
    report: () => stage.report(),
    metrics,
  });
  shutdown.add('ops listener', () => listener.close());
  log.info({ port: listener.port }, 'Listening');
  const onShutdown = (name: string, close: () => Promise<void>) => shutdown.add(name, close);
  stage = await definition.start({ settings, log, metrics, onShutdown, fail });
}

const stopping: Check = { name: 'stopping', check: () => fails('The process is stopping') };

function startingStage(name: string): Stage {
  return {
    readiness: [{ name: 'started', check: () => fails('The process is still starting') }],
    report: () => ({ stage: name, conditions: [], gauges: {} }),
  };
}

function listenToHost(log: Logger, end: (exitCode: number) => void, fail: (error: unknown) => void): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'Stopping');
      end(0);
    });
  }
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
}

function endProcess(shutdown: Shutdown, settings: ShellSettings, log: Logger, exitCode: number): void {
  void shutdown.run(settings.SHUTDOWN_SECONDS * 1000).then((outcome) => {
    logOutcome(log, outcome);
    process.exit(outcome.kind === 'Closed' ? exitCode : 1);
  });
}

function logOutcome(log: Logger, outcome: ShutdownOutcome): void {
  if (outcome.kind === 'Closed') log.info('Stopped');
  if (outcome.kind === 'Failed') log.error({ error: outcome.cause, part: outcome.closer }, 'Failed to close');
  if (outcome.kind === 'DeadlineExceeded')
    log.error({ part: outcome.closer }, 'Gave up closing at the deadline');
}
