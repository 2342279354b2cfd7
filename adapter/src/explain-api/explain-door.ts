import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@pricecast/kube';
import type { Logger } from '@pricecast/runtime';
import type { FastifyInstance } from 'fastify';
import { keepUp } from '../server/keep-up.ts';
import { readSecrets, type SecretFiles, stampOf } from '../server/secret-files.ts';
import { type ExplainParts, explainApp } from './explain-app.ts';

/** What the door is made of. */
export interface ExplainDoorParts extends ExplainParts {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly files: SecretFiles;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Serves the explain API, and takes a new certificate into use as it is written. */
export class ExplainDoor {
  readonly #parts: ExplainDoorParts;
  readonly #app: FastifyInstance<Server>;
  #stamp: string;
  #stopLooking = () => {};

  private constructor(parts: ExplainDoorParts, app: FastifyInstance<Server>, stamp: string) {
    this.#parts = parts;
    this.#app = app;
    this.#stamp = stamp;
  }

  /** Opens the door; rejects when certificate and key cannot be read or the port is taken. */
  static async open(parts: ExplainDoorParts): Promise<ExplainDoor> {
    const { stamp, ...secrets } = await readSecrets(parts.files);
    const app = await explainApp(parts, secrets);
    await app.listen({ host: parts.host, port: parts.port });
    const door = new ExplainDoor(parts, app, stamp);
    door.#stopLooking = await keepUp(
      parts.clock,
      () => door.#bringUpToDate(),
      (error) =>
        parts.log.warn({ error }, 'Kept the certificate of the explain API: the new one cannot be read'),
    );
    return door;
  }

  get port(): number {
    return (this.#app.server.address() as AddressInfo).port;
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.#stopLooking();
    await this.#app.close();
  }

  async #bringUpToDate(): Promise<void> {
    const { files } = this.#parts;
    if ((await stampOf(files.cert, files.key)) === this.#stamp) return;
    const { cert, key, stamp } = await readSecrets(files);
    this.#app.server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
    this.#stamp = stamp;
  }
}
