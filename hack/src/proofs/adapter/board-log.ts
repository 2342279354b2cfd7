import { Redis } from 'ioredis';
import type { LoggedDecision } from '../../../../adapter/src/snapshot/explanation.ts';
import type { HeardDecision } from './lookup-judgement.ts';

/** What every adapter has told the others, in the order in which it was heard. */
export class BoardLog implements Disposable {
  readonly heard: HeardDecision[] = [];
  readonly #redis: Redis;

  private constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Listens from now on. */
  static async open(port: number): Promise<BoardLog> {
    const redis = new Redis({ port, host: '127.0.0.1' });
    const log = new BoardLog(redis);
    redis.on('message', (_channel: string, text: string) => log.#take(text));
    await redis.subscribe('pricecast:board');
    return log;
  }

  [Symbol.dispose](): void {
    this.#redis.disconnect();
  }

  #take(text: string): void {
    const { from, key, published } = JSON.parse(text) as {
      readonly from: string;
      readonly key: string;
      readonly published: { readonly decision: LoggedDecision };
    };
    const { at, sampledAt, load, desired } = published.decision;
    this.heard.push({
      replica: from,
      scaler: key.split('/').at(-1) ?? '',
      heardAt: Date.now(),
      decidedAt: Date.parse(at),
      sampledAt: sampledAt === null ? undefined : Date.parse(sampledAt),
      load: load ?? undefined,
      desired: desired ?? undefined,
    });
  }
}
