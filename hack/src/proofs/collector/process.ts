import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { repositoryRoot } from '../../repository.ts';

/** How a process of the workloads is started from source. */
export interface ProcessSpec {
  /** Folder below workloads/. */
  readonly room: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that it says goes there. */
  readonly logFile: string;
}

/** An own operating system process of a workload; it never outlives this one. */
export class WorkloadProcess implements AsyncDisposable {
  readonly #spec: ProcessSpec;
  #child: ChildProcess;
  readonly #endWithUs = () => this.#child.kill('SIGKILL');

  constructor(spec: ProcessSpec) {
    this.#spec = spec;
    this.#child = launch(spec);
    process.once('exit', this.#endWithUs);
  }

  /** A sentence about the end of the process; `undefined` while it runs. */
  get ended(): string | undefined {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) return undefined;
    return `The ${this.#spec.room} ended with ${exitCode ?? signalCode}; see ${this.#spec.logFile}`;
  }

  /** Ends the process by SIGKILL and starts it again at once, as a cluster would. */
  async killAndRestart(): Promise<void> {
    await this.#end('SIGKILL');
    this.#child = launch(this.#spec);
  }

  /** Ends the process in order and resolves with its exit code. */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM');
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGKILL');
    process.removeListener('exit', this.#endWithUs);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.ended !== undefined) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }
}

function launch({ room, environment, logFile }: ProcessSpec): ChildProcess {
  const log = openSync(logFile, 'a');
  const main = resolve(repositoryRoot, 'workloads', room, 'src/main.ts');
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}
