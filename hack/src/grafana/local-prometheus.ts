import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { freePorts } from '../kafka/loopback-ports.ts';

/** A place whose `/metrics` is read, and the name that Kubernetes would give its pod. */
export interface ScrapeTarget {
  readonly pod: string;
  readonly port: number;
}

/** What a Prometheus begins with. */
export interface PrometheusSettings {
  /** Samples of the past, in the format of OpenMetrics with time stamps. */
  readonly past?: string;
  /** Certificate and key in PEM; absent: plain text. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Who may ask it: names with passwords as bcrypt has them. Absent: anybody. */
  readonly users?: Readonly<Record<string, string>>;
}

/** A real Prometheus on loopback that reads every second. */
export class LocalPrometheus implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly port: number;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.port = port;
  }

  /** Starts one from the Debian package. */
  static async start(
    targets: readonly ScrapeTarget[],
    { past, tls, users }: PrometheusSettings = {},
  ): Promise<LocalPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'pricecast-prometheus-'));
    const [port = 0] = await freePorts(1);
    const [file, webFile] = [join(folder, 'prometheus.yml'), join(folder, 'web.yml')];
    await writeFile(file, stringify(configuration(targets)));
    const encryption = tls === undefined ? {} : { tls_server_config: await keptIn(folder, tls) };
    await writeFile(webFile, stringify({ ...encryption, ...(users && { basic_auth_users: users }) }));
    if (past !== undefined) await fillWith(past, folder);
    const words = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.config.file=${webFile}`,
    ];
    const child = spawn('prometheus', [...words, `--web.listen-address=127.0.0.1:${port}`], {
      stdio: 'ignore',
    });
    return new LocalPrometheus(child, folder, port);
  }

  /** Number of series that answer a query now; 0 while it does not listen yet. Throws when the query is wrong. */
  async seriesOf(query: string): Promise<number> {
    const url = `http://127.0.0.1:${this.port}/api/v1/query?${new URLSearchParams({ query })}`;
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
    if (this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function keptIn(folder: string, { cert, key }: { readonly cert: string; readonly key: string }) {
  const files = { cert_file: join(folder, 'tls.crt'), key_file: join(folder, 'tls.key') };
  await Promise.all([writeFile(files.cert_file, cert), writeFile(files.key_file, key, { mode: 0o600 })]);
  return files;
}

async function fillWith(past: string, folder: string): Promise<void> {
  const file = join(folder, 'past.txt');
  await writeFile(file, past);
  await promisify(execFile)('promtool', [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    file,
    `${folder}/data`,
  ]);
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
