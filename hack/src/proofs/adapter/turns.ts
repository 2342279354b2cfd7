import { once } from 'node:events';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { Failure } from '../../failure.ts';
import { quantityNumber } from '../scaling/served-metrics.ts';
import { type AdapterScene, readers } from './adapter-scene.ts';
import { type Ask, pathOf, type Question } from './lookup.ts';
import { isReady, type RunningAdapter } from './running-adapter.ts';

/** How often readiness is looked at, in milliseconds. */
const lookMs = 250;
/** Longest that an answer is waited for: the adapter says that it answers sooner. */
const deadlineMs = 3_000;

interface Endpoint {
  readonly adapter: RunningAdapter;
  session: ClientHttp2Session | undefined;
}

/**
 * The proxy of the API server before several adapters: questions go in turn to those that are ready and whose connection
 * stands, and a connection that breaks is not used again before the adapter is ready again.
 */
export class Turns implements Disposable {
  readonly #scene: AdapterScene;
  readonly #endpoints: readonly Endpoint[];
  readonly #looking: NodeJS.Timeout;
  #next = 0;

  constructor(scene: AdapterScene, adapters: readonly RunningAdapter[]) {
    this.#scene = scene;
    this.#endpoints = adapters.map((adapter) => ({ adapter, session: undefined }));
    this.#looking = setInterval(() => void this.#look(), lookMs);
  }

  /** Connections that stand. */
  get standing(): number {
    return this.#endpoints.filter(({ session }) => session !== undefined).length;
  }

  /**
   * A question that an adapter has refused unread, because it was on its way when the connection was given notice, goes to
   * the next one: RFC 9113, 8.7, allows it, and the transport of the API server does it.
   */
  readonly ask: Ask = async (question) => {
    const first = await this.#askNext(question);
    const answer = first === 'Refused' ? await this.#askNext(question) : first;
    if (answer === 'Refused') throw new Failure('LOOKUP_FAILED', 'two adapters have refused the question');
    return answer;
  };

  async #askNext(question: Question): Promise<number | 'Refused'> {
    const session = this.#takeTurn();
    const stream = session.request({
      ':path': pathOf(question),
      accept: 'application/vnd.kubernetes.protobuf, */*',
      'x-remote-user': 'hpa',
      'x-remote-group': readers,
    });
    stream.setTimeout(deadlineMs, () => stream.destroy(new Error(`no answer within ${deadlineMs} ms`)));
    stream.setEncoding('utf8');
    // A connection that ends takes its streams along without an error, and nobody would hear of this one again.
    const ended = new AbortController();
    stream.once('close', () => ended.abort());
    const responded = await once(stream, 'response', { signal: ended.signal }).catch((error: unknown) => {
      if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) return undefined;
      throw error;
    });
    if (responded === undefined) return 'Refused';
    const [headers] = responded;
    let body = '';
    for await (const part of stream) body += part;
    if (headers[':status'] !== 200) throw new Failure('LOOKUP_FAILED', `${headers[':status']} ${body}`);
    const { items } = JSON.parse(body) as { readonly items: readonly { readonly value: string }[] };
    if (items.length !== 1) throw new Failure('LOOKUP_FAILED', `${items.length} items`);
    return quantityNumber(items[0]?.value ?? '');
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking);
    for (const { session } of this.#endpoints) session?.destroy();
  }

  #takeTurn(): ClientHttp2Session {
    for (let tried = 0; tried < this.#endpoints.length; tried += 1) {
      this.#next = (this.#next + 1) % this.#endpoints.length;
      const session = this.#endpoints[this.#next]?.session;
      if (session !== undefined && !session.closed && !session.destroyed) return session;
    }
    throw new Failure('NOBODY_READY', 'no adapter is ready');
  }

  async #look(): Promise<void> {
    await Promise.all(
      this.#endpoints.map(async (endpoint) => {
        if (endpoint.session !== undefined || endpoint.adapter.process.ended !== undefined) return;
        if (await isReady(endpoint.adapter)) this.#connect(endpoint);
      }),
    );
  }

  #connect(endpoint: Endpoint): void {
    if (endpoint.session !== undefined) return;
    const { authority: ca, proxy } = this.#scene;
    const session = connect(`https://localhost:${endpoint.adapter.securePort}`, { ca, ...proxy });
    const leave = () => {
      if (endpoint.session === session) endpoint.session = undefined;
    };
    session.once('connect', () => {
      endpoint.session = session;
    });
    session.once('close', leave);
    // The questions on it fail by themselves, and are counted.
    session.on('error', leave);
  }
}
