import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../kafka/loopback-ports.ts';

/** How a Redis is served. */
export interface RedisSettings {
  /** Address of this machine to listen on; absent: loopback. */
  readonly host?: string;
  /** Password of the default user; absent: none. */
  readonly password?: string;
  /** Certificate and key in PEM; absent: plain text. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A real Redis of this machine that keeps nothing. */
export class LocalRedis implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  readonly #words: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, words: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#words = words;
  }

  /** Starts one from the Debian package, on a free port, and waits until it answers. */
  static async start({ host = '127.0.0.1', password, tls }: RedisSettings = {}): Promise<LocalRedis> {
    const folder = await mkdtemp(join(tmpdir(), 'pricecast-redis-'));
    const [port = 0] = await freePorts(1);
    const words = ['--bind', host, '--protected-mode', 'no', '--save', '', '--dir', folder];
    if (password !== undefined) words.push('--requirepass', password);
    if (tls === undefined) words.push('--port', String(port));
    else words.push('--port', '0', '--tls-port', String(port), ...(await tlsWords(folder, tls)));
    const redis = new LocalRedis(port, folder, words);
    await redis.begin();
    return redis;
  }

  /** Starts it on its port after it was ended; what it held is gone. */
  async begin(): Promise<void> {
    const child = spawn('redis-server', this.#words, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child = child;
    let said = '';
    for await (const part of child.stdout ?? []) {
      said += String(part);
      if (said.includes('Ready to accept connections')) break;
    }
    if (!said.includes('Ready to accept connections')) throw new Error(`redis-server did not start: ${said}`);
  }

  /** Kills it. */
  async end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function tlsWords(folder: string, { cert, key }: { readonly cert: string; readonly key: string }) {
  const [certFile, keyFile] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  await Promise.all([writeFile(certFile, cert), writeFile(keyFile, key, { mode: 0o600 })]);
  return ['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-auth-clients', 'no'];
}
