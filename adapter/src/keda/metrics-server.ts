import { Agent, request } from 'undici';
import { z } from 'zod';
import { readUpTo } from '../demand/http/read-up-to.ts';
import { type Answer, jsonType, refused } from '../metric-api/answer.ts';
import { externalGroup, externalVersion } from '../metric-api/group-versions.ts';
import type { ExternalRoute } from '../metric-api/route.ts';
import { Breaker } from './breaker.ts';

/** How KEDA's metrics server is reached. */
export interface MetricsServerParts {
  /** `https://host:port`; the host is the name that its certificate has to bear. */
  readonly url: string;
  /** Authority that has signed that certificate, PEM, as it is now. */
  readonly authority: () => Promise<string>;
  /** The adapter's own token, by which KEDA knows it. */
  readonly token: () => Promise<string | undefined>;
  readonly monotonicMs: () => number;
  /** Told of what kept an answer back. */
  readonly failed: (error: unknown) => void;
}

/** Longest time for its answer in milliseconds: shorter than ours, so that the HPA hears whose fault it was. */
const deadlineMs = 1_500;
/** Connections that are kept, and the longest answer in bytes. */
const [connections, mostBytes] = [8, 1_000_000];
const breaking = { failures: 3, pauseMs: 5_000 } as const;

/** A list whose every item has a value: an HPA would take one without for zero. */
const valueList = z.object({
  kind: z.literal('ExternalMetricValueList'),
  items: z.array(z.object({ value: z.union([z.string().min(1), z.number()]) })),
});
const failure = z.object({ kind: z.literal('Status'), message: z.string() });

/** A client of KEDA's metrics server, which answers for the HPAs that KEDA makes. */
export class KedaMetricsServer {
  readonly #parts: MetricsServerParts;
  readonly #breaker: Breaker;
  #connected: { readonly authority: string; readonly agent: Agent } | undefined;

  constructor(parts: MetricsServerParts) {
    this.#parts = parts;
    this.#breaker = new Breaker({ ...breaking, monotonicMs: parts.monotonicMs });
  }

  /**
   * Its answer to a lookup, values or Status. Nothing of the caller is passed on but the question: whoever asks was
   * let in before, and KEDA is asked in the adapter's own name. Never rejects.
   */
  async ask(route: ExternalRoute, labelSelector: string): Promise<Answer> {
    if (!this.#breaker.admits()) return unavailable('has failed several times and is left alone for a while');
    try {
      const { status, text } = await this.#send(pathOf(route, labelSelector));
      this.#breaker.succeeded();
      return answerOf(status, text);
    } catch (error) {
      this.#breaker.failed();
      this.#parts.failed(error);
      return unavailable(`does not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async close(): Promise<void> {
    await this.#connected?.agent.destroy();
  }

  async #send(path: string): Promise<{ readonly status: number; readonly text: string | undefined }> {
    const [dispatcher, token] = await Promise.all([this.#agent(), this.#parts.token()]);
    const { statusCode, body } = await request(`${this.#parts.url}${path}`, {
      dispatcher,
      signal: AbortSignal.timeout(deadlineMs),
      headers: { accept: jsonType, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
    return { status: statusCode, text: await readUpTo(body, mostBytes) };
  }

  /** A new authority counts from the next question on; what is under way goes on. */
  async #agent(): Promise<Agent> {
    const authority = await this.#parts.authority();
    if (this.#connected?.authority === authority) return this.#connected.agent;
    const before = this.#connected;
    const agent = new Agent({ connections, connect: { ca: authority, timeout: deadlineMs } });
    this.#connected = { authority, agent };
    void before?.agent.close();
    return agent;
  }
}

/** Without a selector that is KEDA's there is nothing to ask it, so the selector is passed on as it was written. */
function pathOf({ namespace, metric }: ExternalRoute, labelSelector: string): string {
  const [space, name] = [namespace, metric].map(encodeURIComponent);
  const query = new URLSearchParams({ labelSelector });
  return `/apis/${externalGroup}/${externalVersion}/namespaces/${space}/${name}?${query}`;
}

function answerOf(status: number, text: string | undefined): Answer {
  if (text === undefined) return unavailable('answers with too much');
  if (status === 401 || status === 403) return unavailable(`does not let the adapter in (status ${status})`);
  if (status === 200)
    return valueList.safeParse(json(text)).success
      ? { status, contentType: jsonType, body: text }
      : unavailable('answers with something that is no list of values');
  if (status >= 400 && failure.safeParse(json(text)).success)
    return { status, contentType: jsonType, body: text };
  return unavailable(`answers with status ${status}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no answer either; the caller says so.
    return undefined;
  }
}

const unavailable = (what: string): Answer =>
  refused('ServiceUnavailable', `the metrics server of KEDA ${what}`);
