import { type ChannelCredentials, credentials, type ServiceError } from '@grpc/grpc-js';
import { ExternalScaler, type GetMetricsResponse } from '../../../../adapter/src/keda/contract.ts';
import { type AdapterScene, sceneNamespace } from './adapter-scene.ts';
import type { Ask, Question } from './lookup.ts';
import type { RunningAdapter } from './running-adapter.ts';

const deadlineMs = 3_000;
/** What KEDA sets: calls go in turn to the connections that stand. */
const roundRobin = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] });

/** The certificates of a caller who is KEDA. */
export function kedaCredentials({
  authority,
  keda,
}: Pick<AdapterScene, 'authority' | 'keda'>): ChannelCredentials {
  return credentials.createSsl(Buffer.from(authority), Buffer.from(keda.key), Buffer.from(keda.cert));
}

/** What a trigger on a scaler asks for. */
export const triggerOf = (scaler: string, metric: string) => ({
  name: scaler,
  namespace: sceneNamespace,
  scalerMetadata: { scaler, metric },
});

/** KEDA's operator before several adapters behind a headless Service. */
export class KedaTurns implements Disposable {
  readonly #client: InstanceType<typeof ExternalScaler>;

  constructor(scene: AdapterScene, adapters: readonly RunningAdapter[]) {
    const addresses = adapters.map(({ kedaPort }) => `127.0.0.1:${kedaPort}`);
    this.#client = new ExternalScaler(`ipv4:${addresses.join()}`, kedaCredentials(scene), {
      'grpc.service_config': roundRobin,
      'grpc.ssl_target_name_override': 'localhost',
    });
  }

  /** As KEDA does, which asks a second time where the first one fails. */
  readonly ask: Ask = (question) => this.#ask(question).catch(() => this.#ask(question));

  [Symbol.dispose](): void {
    this.#client.close();
  }

  #ask({ scaler, metric }: Question): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#client.GetMetrics?.(
        { scaledObjectRef: triggerOf(scaler, metric), metricName: metric },
        { deadline: Date.now() + deadlineMs },
        (error: ServiceError | null, answer?: GetMetricsResponse) => {
          if (error !== null) reject(error);
          else resolve(answer?.metricValues[0]?.metricValueFloat ?? Number.NaN);
        },
      );
    });
  }
}
