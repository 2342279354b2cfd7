import { isKubeError, type KubeClient } from '@pricecast/kube';
import { LRUCache } from 'lru-cache';
import { resources } from '../../cluster/resources.ts';
import { refusal, unreachable } from '../demand-error.ts';

/** One key of a Secret. */
export interface SecretRef {
  readonly name: string;
  readonly key: string;
}

/** Where the values of Secrets come from. */
export type Secrets = Pick<SecretValues, 'read' | 'forget'>;

/** How long a value is believed, in milliseconds, and how many are remembered. */
const known = { ttl: 60_000, max: 4_096 } as const;

/** Values of Secrets, each read from the namespace of the scaler that names it. */
export class SecretValues {
  readonly #client: Pick<KubeClient, 'get'>;
  readonly #known: LRUCache<string, string>;

  constructor(client: Pick<KubeClient, 'get'>, monotonicMs: () => number) {
    this.#client = client;
    this.#known = new LRUCache({ ...known, perf: { now: monotonicMs } });
  }

  /** The value as text, without the line end that editors add. Throws `DemandError` that names Secret and key. */
  async read(namespace: string, ref: SecretRef): Promise<string> {
    const before = this.#known.get(keyOf(namespace, ref));
    if (before !== undefined) return before;
    const value = await this.#fetch(namespace, ref);
    this.#known.set(keyOf(namespace, ref), value);
    return value;
  }

  /** Reads the Secret anew the next time: its value was not accepted. */
  forget(namespace: string, ref: SecretRef): void {
    this.#known.delete(keyOf(namespace, ref));
  }

  async #fetch(namespace: string, { name, key }: SecretRef): Promise<string> {
    const secret = await this.#client.get(resources.secrets, { namespace, name }).catch((error: unknown) => {
      if (isKubeError(error, 'KUBE_NOT_FOUND'))
        throw refusal(`Secret ${name} does not exist in namespace ${namespace}`, error);
      throw unreachable(`Secret ${name} cannot be read in namespace ${namespace}`, error);
    });
    const value = (secret.data as Readonly<Record<string, string>> | undefined)?.[key];
    if (!value) throw refusal(`Secret ${name} has no value under key ${key}`);
    return Buffer.from(value, 'base64')
      .toString('utf8')
      .replace(/\r?\n$/, '');
  }
}

const keyOf = (namespace: string, { name, key }: SecretRef): string => JSON.stringify([namespace, name, key]);
