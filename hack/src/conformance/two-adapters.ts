import { join } from 'node:path';
import { layoutOf } from '../cluster/layout.ts';
import { network } from '../cluster/network.ts';
import { changeBack, changeValues } from '../deploy/chart.ts';
import { LocalRedis } from '../redis/local-redis.ts';
import { stateDirectory } from '../repository.ts';

const layout = layoutOf(stateDirectory);
const target = { helm: join(layout.bin, 'helm'), kubeconfig: layout.kubeconfig };

/**
 * Two adapters in the place of one, which share a Redis of this machine: one alone is missed while it is replaced.
 * When it ends, one is put back; nobody waits until it is there.
 */
export class TwoAdapters implements AsyncDisposable {
  readonly #redis: LocalRedis;

  private constructor(redis: LocalRedis) {
    this.#redis = redis;
  }

  /** Resolves when both are Ready. */
  static async begin(): Promise<TwoAdapters> {
    const redis = await LocalRedis.start({ host: network.nodeAddress });
    const both = new TwoAdapters(redis);
    try {
      const url = `redis://${network.nodeAddress}:${redis.port}`;
      await changeValues(target, { 'adapter.replicas': '2', 'adapter.storage.redis.url': url });
      return both;
    } catch (error) {
      await both[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await changeBack(target);
    await this.#redis[Symbol.asyncDispose]();
  }
}
