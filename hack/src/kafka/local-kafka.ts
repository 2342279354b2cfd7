import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrokerSettings, type Credentials, logSettings, serverProperties } from './broker-files.ts';
import { type BrokerFiles, endBroker, formatStorage, startBroker } from './broker-process.ts';
import { kafkaClassPath } from './kafka-libraries.ts';
import { freePorts } from './loopback-ports.ts';

/** A real Kafka broker on loopback, for tests and proofs. */
export interface LocalKafka extends AsyncDisposable {
  /** `host:port`; the same before and after kill() and start(). */
  readonly bootstrapServers: string;
  /** Process id of the broker that runs now or ran last. */
  readonly pid: number;
  /** File that holds everything the broker said. */
  readonly logFile: string;
  /** Ends the broker in order and removes the data directory unless the caller named it. */
  stop(): Promise<void>;
  /** Ends the broker by SIGKILL; data and port stay as they are. */
  kill(): Promise<void>;
  /** Starts the broker again on its data and port after kill(); resolves when it serves clients. */
  start(): Promise<void>;
}

/** How a local broker differs from the plain one. */
export interface LocalKafkaOptions {
  /** Clients must present this name and password by SASL/PLAIN. */
  readonly sasl?: Credentials;
  /** PEM file with key and certificate of the broker: clients must speak TLS. */
  readonly keystoreFile?: string;
  /** Kept after stop(); absent: a directory of its own that goes with it. */
  readonly dataDirectory?: string;
  /** Address for clients; absent: loopback. Pods reach the address of the bridge. */
  readonly host?: string;
  /** Port for clients; absent: a free one. */
  readonly port?: number;
  /** Further lines of server.properties. */
  readonly properties?: Readonly<Record<string, string>>;
}

/**
 * Starts Kafka 4.2 from the tools cache on loopback and resolves when it serves clients (about 7 s).
 * The broker ends with this process at the latest, also when this one is killed.
 */
export async function startLocalKafka(options: LocalKafkaOptions = {}): Promise<LocalKafka> {
  const classPath = kafkaClassPath();
  const directory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'pricecast-kafka-')));
  const settings = await brokerSettings(directory, options);
  const files = await writeFiles(settings, classPath);
  if (!existsSync(join(directory, 'log', 'meta.properties'))) await formatStorage(files, newClusterId());
  const broker = new BrokerHandle(settings, files, options.dataDirectory === undefined);
  await broker.start();
  return broker;
}

async function brokerSettings(dataDirectory: string, options: LocalKafkaOptions): Promise<BrokerSettings> {
  const [clientPort = 0, controllerPort = 0, internalPort = 0] = await freePorts(3);
  const { sasl, keystoreFile, properties, host: clientHost = '127.0.0.1' } = options;
  const ports = { clientPort: options.port ?? clientPort, controllerPort, internalPort };
  return { dataDirectory, clientHost, ...ports, sasl, keystoreFile, properties };
}

async function writeFiles(settings: BrokerSettings, classPath: string): Promise<BrokerFiles> {
  const directory = settings.dataDirectory;
  await mkdir(directory, { recursive: true });
  const files = {
    classPath,
    propertiesFile: join(directory, 'server.properties'),
    logSettingsFile: join(directory, 'log4j2.properties'),
    logFile: join(directory, 'broker.log'),
  };
  await writeFile(files.propertiesFile, serverProperties(settings), { mode: 0o600 });
  await writeFile(files.logSettingsFile, logSettings);
  return files;
}

/** Kafka's form of a UUID: 16 bytes in 22 characters of base64url, never with a leading dash. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

class BrokerHandle implements LocalKafka {
  readonly bootstrapServers: string;
  readonly logFile: string;
  readonly #files: BrokerFiles;
  readonly #ownDirectory: string | undefined;
  #process: ChildProcess | undefined;
  readonly #endWithUs = () => this.#process?.kill('SIGKILL');

  constructor(settings: BrokerSettings, files: BrokerFiles, ownsDirectory: boolean) {
    this.bootstrapServers = `${settings.clientHost}:${settings.clientPort}`;
    this.logFile = files.logFile;
    this.#files = files;
    this.#ownDirectory = ownsDirectory ? settings.dataDirectory : undefined;
    process.once('exit', this.#endWithUs);
  }

  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  async start(): Promise<void> {
    this.#process = await startBroker(this.#files);
  }

  async kill(): Promise<void> {
    if (this.#process !== undefined) await endBroker(this.#process, 'SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async stop(): Promise<void> {
    if (this.#process !== undefined) await endBroker(this.#process, 'SIGTERM');
    process.removeListener('exit', this.#endWithUs);
    if (this.#ownDirectory !== undefined) await rm(this.#ownDirectory, { recursive: true, force: true });
  }
}
