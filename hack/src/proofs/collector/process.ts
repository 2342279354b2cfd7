import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { repositoryRoot } from '../../repository.ts';

/** How a process of ours is started from source. */
export interface ProcessSpec {
  /** Folder of the repository, such as `workloads/collector`. */
  readonly room: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that it says goes there. */
  readonly logFile: string;
}

/** A room of the repository as an operating system process of its own; it never outlives this one. */
export class RoomProcess implements AsyncDisposable {
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
    await this.kill();
    this.restart();
  }

  /** Ends the process by SIGKILL. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Starts the process again after its end. */
  restart(): void {
    this.#child = launch(this.#spec);
  }

  /** Ends the process in order and resolves with its exit code. */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM');
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
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
  const main = resolve(repositoryRoot, room, 'src/main.ts');
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}
