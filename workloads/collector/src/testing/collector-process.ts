import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type StageReport, stageReportSchema } from '@pricecast/runtime';
import { vi } from 'vitest';

const main = new URL('../main.ts', import.meta.url).pathname;
const patience = { timeout: 60_000, interval: 25 };

type Line = Readonly<Record<string, unknown>>;

/** The collector as a process of its own, with what it has logged. */
export class CollectorProcess implements Disposable {
  readonly lines: Line[] = [];
  /** Exit code and signal. */
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>;
  readonly #child: ChildProcess;

  constructor(environment: Readonly<Record<string, string>>) {
    const shell = { PATH: process.env.PATH ?? '', OPS_HOST: '127.0.0.1', OPS_PORT: '0' };
    const env = { ...shell, ...environment };
    this.#child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.#child.stdout === null) throw new Error('no standard output');
    const output = createInterface({ input: this.#child.stdout });
    output.on('line', (line) => this.lines.push(JSON.parse(line)));
    const exit = once(this.#child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    this.ended = Promise.all([exit, once(output, 'close')]).then(([how]) => how);
  }

  /** Resolves when it has logged this message. */
  async logged(message: string): Promise<Line> {
    return await vi.waitUntil(() => this.lines.find((line) => line.message === message), patience);
  }

  /** Status and body of an ops path. */
  async get(path: string): Promise<{ readonly status: number; readonly body: string }> {
    const { port } = await this.logged('Listening');
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, body: await response.text() };
  }

  async report(): Promise<StageReport> {
    return stageReportSchema.parse(JSON.parse((await this.get('/report')).body));
  }

  /** Resolves when `/readyz` answers 200. */
  async ready(): Promise<void> {
    await vi.waitUntil(async () => (await this.get('/readyz')).status === 200, patience);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL');
  }
}
