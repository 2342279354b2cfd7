import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePorts } from '../kafka/loopback-ports.ts';

/** A place whose `/metrics` is read, and the name that Kubernetes would give its pod. */
export interface ScrapeTarget {
  readonly pod: string;
  readonly port: number;
}

/** A real Prometheus on loopback that reads every second. */
export class LocalPrometheus implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #url: string;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.#url = `http://127.0.0.1:${port}`;
  }

  /** Starts one from the Debian package. */
  static async start(targets: readonly ScrapeTarget[]): Promise<LocalPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'pricecast-prometheus-'));
    const [port = 0] = await freePorts(1);
    const file = join(folder, 'prometheus.yml');
    await writeFile(file, stringify(configuration(targets)));
    const words = [`--config.file=${file}`, `--storage.tsdb.path=${folder}/data`];
    const child = spawn('prometheus', [...words, `--web.listen-address=127.0.0.1:${port}`], {
      stdio: 'ignore',
    });
    return new LocalPrometheus(child, folder, port);
  }

  /** Number of series that answer a query now; 0 while it does not listen yet. Throws when the query is wrong. */
  async seriesOf(query: string): Promise<number> {
    const url = `${this.#url}/api/v1/query?${new URLSearchParams({ query })}`;
    const response = await fetch(url).catch(() => undefined);
    if (response === undefined || response.status === 503) return 0;
    const body = (await response.json()) as {
      error?: string;
      data?: { result: { value: [number, string] }[] };
    };
    if (body.data === undefined) throw new Error(`${query}: ${body.error}`);
    return body.data.result.filter(({ value }) => value[1] !== 'NaN').length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function configuration(targets: readonly ScrapeTarget[]) {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [
      {
        job_name: 'pricecast',
        static_configs: targets.map(({ pod, port }) => ({
          targets: [`127.0.0.1:${port}`],
          labels: { namespace: 'test', pod },
        })),
      },
    ],
  };
}
