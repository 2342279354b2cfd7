import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { vi } from 'vitest';
import type { Pair } from './authority.ts';

const main = new URL('../main.ts', import.meta.url).pathname;
const patience = { timeout: 60_000, interval: 50 };

type Line = Readonly<Record<string, unknown>>;

/** The adapter as a process of its own, with what it has logged. Whoever asks trusts any certificate of it. */
export class AdapterProcess implements AsyncDisposable {
  readonly lines: Line[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #agent = new Agent({ connect: { rejectUnauthorized: false } });

  constructor(environment: Readonly<Record<string, string>>) {
    const loopback = {
      SECURE_HOST: '127.0.0.1',
      SECURE_PORT: '0',
      EXPLAIN_PORT: '0',
      KEDA_PORT: '0',
      OPS_HOST: '127.0.0.1',
      OPS_PORT: '0',
    };
    const env = { PATH: process.env.PATH ?? '', ...loopback, ...environment };
    this.#child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.#child.stdout === null) throw new Error('no standard output');
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.lines.push(JSON.parse(line)));
    this.#ended = once(this.#child, 'exit');
  }

  /** Status and body of an answer of the metric APIs or of the explain API. */
  async get(door: 'metrics' | 'explain', path: string, token: string) {
    const message = door === 'metrics' ? 'Serves the metric APIs' : 'Serves the explain API';
    const { port } = await this.#logged(message);
    const { statusCode, body } = await request(`https://127.0.0.1:${port}${path}`, {
      dispatcher: this.#agent,
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: statusCode, body: (await body.json()) as Readonly<Record<string, unknown>> };
  }

  /** The status of an answer of the metric APIs to whom a proxy of the API server names. */
  async statusFor(user: string, group: string, path: string, proxy: Pair): Promise<number> {
    const { port } = await this.#logged('Serves the metric APIs');
    const dispatcher = new Agent({ connect: { rejectUnauthorized: false, ...proxy } });
    const headers = { 'x-remote-user': user, 'x-remote-group': group };
    const { statusCode } = await request(`https://127.0.0.1:${port}${path}`, { dispatcher, headers });
    await dispatcher.destroy();
    return statusCode;
  }

  /** Whether its probe of readiness holds. */
  async isReady(): Promise<boolean> {
    const { port } = await this.#logged('Listening');
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.stop('SIGKILL');
    await this.#agent.destroy();
  }

  async #logged(message: string): Promise<Line> {
    return await vi.waitUntil(() => this.lines.find((line) => line.message === message), patience);
  }
}
