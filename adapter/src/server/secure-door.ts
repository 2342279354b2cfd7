import type { Clock } from '@pricecast/kube';
import type { Logger } from '@pricecast/runtime';
import { parseTrust, type Trust } from '../access/trust.ts';
import { keepUp } from './keep-up.ts';
import { type ListenerParts, MetricListener } from './metric-listener.ts';
import { readSecrets, type SecretFiles, stampOf } from './secret-files.ts';

/** What the door is made of. */
export interface DoorParts extends Omit<ListenerParts, 'secrets'> {
  readonly files: SecretFiles;
  /** Data of the ConfigMap that says whom to trust; undefined while it was not seen. */
  readonly trustData: () => unknown;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Knows whom to trust at present; the ConfigMap is parsed once for each of its versions. */
export function trustReader(data: () => unknown): () => Trust | undefined {
  let before: { readonly data: unknown; readonly trust: Trust | undefined } | undefined;
  return () => {
    const now = data();
    if (before === undefined || before.data !== now) before = { data: now, trust: parseTrust(now) };
    return before.trust;
  };
}

/** The listener of the metric APIs, kept up to date with its certificate and with whom the API server trusts. */
export class SecureDoor {
  readonly #parts: DoorParts;
  readonly #trust: () => Trust | undefined;
  readonly #listener: MetricListener;
  #stamp: string;
  #pem: readonly string[];
  #stopLooking = () => {};

  private constructor(parts: DoorParts, listener: MetricListener, stamp: string) {
    this.#parts = parts;
    this.#trust = trustReader(parts.trustData);
    this.#listener = listener;
    this.#stamp = stamp;
    this.#pem = [];
  }

  /** Opens the door; rejects when certificate and key cannot be read or the port is taken. */
  static async open(parts: DoorParts): Promise<SecureDoor> {
    const { cert, key, stamp } = await readSecrets(parts.files);
    const listener = await MetricListener.start({ ...parts, secrets: { cert, key, clientAuthorities: [] } });
    const door = new SecureDoor(parts, listener, stamp);
    door.#stopLooking = await keepUp(
      parts.clock,
      () => door.#bringUpToDate(),
      (error) =>
        parts.log.warn({ error }, 'Kept the certificate that was in use: the new one cannot be read'),
    );
    return door;
  }

  /** Whether callers are known: the trusted authorities are in use. */
  get knowsCallers(): boolean {
    return this.#pem.length > 0;
  }

  get port(): number {
    return this.#listener.port;
  }

  async close(): Promise<void> {
    this.#stopLooking();
    await this.#listener.close();
  }

  async #bringUpToDate(): Promise<void> {
    const { files } = this.#parts;
    const pem = this.#trust()?.pem ?? [];
    const isSameTrust = pem.join() === this.#pem.join();
    if (isSameTrust && (await stampOf(files.cert, files.key)) === this.#stamp) return;
    const { cert, key, stamp } = await readSecrets(files);
    this.#listener.renew({ cert, key, clientAuthorities: pem });
    this.#stamp = stamp;
    this.#pem = pem;
    this.#parts.log.info({ authorities: pem.length }, 'Took certificate and trusted authorities into use');
  }
}
