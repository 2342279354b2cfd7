import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { experimental, Server } from '@grpc/grpc-js';
import type { Clock } from '@pricecast/kube';
import type { Logger } from '@pricecast/runtime';
import { keepUp } from '../server/keep-up.ts';
import { stampOf } from '../server/secret-files.ts';
import { ExternalScaler } from './contract.ts';
import { type GrpcSecrets, PushedCertificates } from './pushed-certificates.ts';
import { type ServiceParts, scalerService } from './scaler-service.ts';

/** What the door is made of. */
export interface KedaDoorParts extends Omit<ServiceParts, 'clock'> {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly files: KedaFiles;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Where certificate, key and the authorities of clients lie, all PEM. */
export interface KedaFiles {
  readonly cert: string;
  readonly key: string;
  readonly clientAuthorities: string;
}

/**
 * KEDA sets no deadline, no keepalive and keeps one connection for all that share an address: dead ones are found by
 * pings, and none lives for ever, so that replicas that came later get their share.
 */
const options = {
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_connection_age_ms': 1_800_000,
  'grpc.max_connection_age_grace_ms': 10_000,
  'grpc.max_receive_message_length': 65_536,
  'grpc.max_concurrent_streams': 10_000,
} as const;

/** Longest time that calls on their way get when the door closes, in milliseconds; answers come out of memory. */
const graceMs = 500;

/** Serves KEDA's external scaler contract over mutual TLS, and takes new certificates into use as they are written. */
export class KedaDoor {
  readonly #parts: KedaDoorParts;
  readonly #server = new Server(options);
  readonly #certificates = new PushedCertificates();
  #port = 0;
  #stamp = '';
  #stopLooking = () => {};

  private constructor(parts: KedaDoorParts) {
    this.#parts = parts;
    this.#server.addService(ExternalScaler.service, scalerService(parts));
  }

  /** Opens the door; rejects when the port is taken. Without readable files it takes no connection until they are. */
  static async open(parts: KedaDoorParts): Promise<KedaDoor> {
    const door = new KedaDoor(parts);
    const { createCertificateProviderServerCredentials } = experimental;
    const credentials = createCertificateProviderServerCredentials(
      door.#certificates,
      door.#certificates,
      true,
    );
    door.#port = await new Promise<number>((resolve, reject) => {
      door.#server.bindAsync(`${parts.host}:${parts.port}`, credentials, (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    door.#stopLooking = await keepUp(
      parts.clock,
      () => door.#bringUpToDate(),
      (error) => parts.log.debug({ error }, 'Kept what KEDA was served with: the files cannot be read'),
    );
    return door;
  }

  get port(): number {
    return this.#port;
  }

  /** Answers what is on its way, and ends every connection; streams have no end of their own. */
  async close(): Promise<void> {
    this.#stopLooking();
    const ended = new Promise<void>((resolve) => this.#server.tryShutdown(() => resolve()));
    const grace = setTimeout(() => this.#server.forceShutdown(), graceMs);
    await ended;
    clearTimeout(grace);
  }

  async #bringUpToDate(): Promise<void> {
    const { files, log } = this.#parts;
    const stamp = await stampOf(files.cert, files.key, files.clientAuthorities);
    if (stamp === this.#stamp) return;
    const secrets = await readAll(files);
    // Throws for a pair that does not fit, before anything is changed.
    createSecureContext({ cert: secrets.cert, key: secrets.key, ca: secrets.clientAuthorities });
    this.#certificates.push(secrets);
    this.#stamp = stamp;
    log.info('Took certificate and authorities for KEDA into use');
  }
}

async function readAll({ cert, key, clientAuthorities }: KedaFiles): Promise<GrpcSecrets> {
  const [certText, keyText, authorities] = await Promise.all(
    [cert, key, clientAuthorities].map((path) => readFile(path, 'utf8')),
  );
  return { cert: certText ?? '', key: keyText ?? '', clientAuthorities: authorities ?? '' };
}
