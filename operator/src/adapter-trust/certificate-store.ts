import { adapterNames } from '@pricecast/crds';
import type { KubeClient, Manifest } from '@pricecast/kube';
import { resources } from '../resources.ts';
import type { Pair } from './pair.ts';

/** Keys of a Secret of type kubernetes.io/tls, and that of the authorities to trust. */
const keys = { certificate: 'tls.crt', key: 'tls.key', authorities: 'ca.crt' } as const;

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

/** A stored pair, and the authorities beside it. */
export interface StoredPair {
  readonly pair: Pair | undefined;
  /** PEM of `ca.crt`; undefined where there is none. */
  readonly authorities: string | undefined;
}

/** Reads and writes the two Secrets of the adapter's certificate, by name. Throws `KubeError`. */
export class CertificateStore {
  readonly #client: Pick<KubeClient, 'find' | 'forceApply'>;
  readonly #namespace: string;

  constructor(client: Pick<KubeClient, 'find' | 'forceApply'>, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
  }

  /** What the Secret holds. */
  async read(name: string, signal: AbortSignal): Promise<StoredPair> {
    const secret = await this.#client.find(
      resources.secrets,
      { namespace: this.#namespace, name },
      { signal },
    );
    const data = (secret?.data ?? {}) as Readonly<Record<string, string>>;
    const [certificate, key, authorities] = [data[keys.certificate], data[keys.key], data[keys.authorities]];
    return {
      pair: certificate && key ? { certificate: decode(certificate), key: decode(key) } : undefined,
      authorities: authorities ? decode(authorities) : undefined,
    };
  }

  /** Writes a Secret of type kubernetes.io/tls. */
  async write(
    name: string,
    { certificate, key }: Pair,
    authorities: string,
    signal: AbortSignal,
  ): Promise<Manifest> {
    const body = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name,
        namespace: this.#namespace,
        labels: { 'app.kubernetes.io/part-of': adapterNames.workload },
      },
      type: 'kubernetes.io/tls',
      data: {
        [keys.certificate]: encode(certificate),
        [keys.key]: encode(key),
        [keys.authorities]: encode(authorities),
      },
    };
    return await this.#client.forceApply(resources.secrets, body, { signal });
  }
}
