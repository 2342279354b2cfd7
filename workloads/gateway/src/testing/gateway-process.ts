import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { vi } from 'vitest';

const main = new URL('../main.ts', import.meta.url).pathname;
const patience = { timeout: 60_000, interval: 25 };

type Line = Readonly<Record<string, unknown>>;

/** The gateway as a process of its own, with what it has logged. */
export class GatewayProcess implements Disposable {
  readonly lines: Line[] = [];
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;

  constructor(environment: Readonly<Record<string, string>>) {
    const shell = {
      PATH: process.env.PATH ?? '',
      OPS_HOST: '127.0.0.1',
      OPS_PORT: '0',
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_PORT: '0',
      DASHBOARD_PORT: '0',
    };
    const env = { ...shell, ...environment };
    this.#child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.#child.stdout === null) throw new Error('no standard output');
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.lines.push(JSON.parse(line)));
    this.ended = once(this.#child, 'exit');
  }

  /** Resolves when it has logged this message. */
  async logged(message: string): Promise<Line> {
    return await vi.waitUntil(() => this.lines.find((line) => line.message === message), patience);
  }

  /** Address of the interface. */
  async url(): Promise<string> {
    return `http://127.0.0.1:${(await this.logged('Serving')).port}`;
  }

  /** Address of the ops listener. */
  async opsUrl(): Promise<string> {
    return `http://127.0.0.1:${(await this.logged('Listening')).port}`;
  }

  /** Resolves when `/readyz` answers 200. */
  async ready(): Promise<void> {
    const url = await this.opsUrl();
    await vi.waitUntil(async () => (await fetch(`${url}/readyz`)).ok, patience);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.ended;
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL');
  }
}
