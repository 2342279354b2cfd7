import { unreachable, unreadBecauseOf } from '../demand-error.ts';
import type { ServiceHttp } from '../http/service-http.ts';
import type { DemandSource, PastSpan, PastValue, Reading, UnreadDemand } from '../reading.ts';
import { onlySeries, type QuerySample } from './query-answer.ts';

/** What the source is made of. */
export interface PrometheusParts {
  readonly http: Pick<ServiceHttp, 'ask' | 'close'>;
  /** PromQL that gives exactly one series. */
  readonly query: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Longest answer, in bytes: a range of the most points has about 300,000. */
const longest = { now: 1_000_000, past: 8_000_000 } as const;
/** Points that Prometheus gives in one answer are 11,000 at most. */
const pointsAtOnce = 5_000;
/** Time that Prometheus may take for an evaluation. */
const evaluation = '4s';

/** Asks a Prometheus server, and reads the past by `query_range`. */
export class PrometheusSource implements DemandSource {
  readonly #parts: PrometheusParts;

  constructor(parts: PrometheusParts) {
    this.#parts = parts;
  }

  async read(signal: AbortSignal): Promise<Reading> {
    try {
      const at = this.#parts.now();
      const [sample] = await this.#ask('query', { time: seconds(at) }, longest.now, signal);
      if (sample === undefined) throw unreachable('The query gives no series at present');
      if (sample.value === undefined) throw unreachable('The query gives no finite number at present');
      return { kind: 'Value', at, load: sample.value };
    } catch (error) {
      return unreadBecauseOf(error);
    }
  }

  /** A point is the demand of the slot that ends there, as `rate` over the time before gives it. Gaps stay gaps. */
  async past(
    { from, to, stepMs }: PastSpan,
    signal: AbortSignal,
  ): Promise<readonly PastValue[] | UnreadDemand> {
    try {
      const pieces: PastValue[][] = [];
      for (let end = to; end > from; end -= pointsAtOnce * stepMs) {
        const begin = Math.max(from + stepMs, end - (pointsAtOnce - 1) * stepMs);
        pieces.push(await this.#points({ begin, end, stepMs }, signal));
      }
      return pieces.reverse().flat();
    } catch (error) {
      return unreadBecauseOf(error);
    }
  }

  close(): Promise<void> {
    return this.#parts.http.close();
  }

  async #points(
    { begin, end, stepMs }: { readonly begin: number; readonly end: number; readonly stepMs: number },
    signal: AbortSignal,
  ): Promise<PastValue[]> {
    const range = { start: seconds(begin), end: seconds(end), step: seconds(stepMs) };
    const samples = await this.#ask('query_range', range, longest.past, signal);
    return samples.flatMap(({ at, value }) =>
      value === undefined ? [] : [{ at: Math.round(at) - stepMs, load: value }],
    );
  }

  async #ask(
    kind: 'query' | 'query_range',
    more: Readonly<Record<string, string>>,
    most: number,
    signal: AbortSignal,
  ): Promise<readonly QuerySample[]> {
    const { http, query } = this.#parts;
    const form = new URLSearchParams({ query, timeout: evaluation, ...more });
    const { text } = await http.ask({ path: `/api/v1/${kind}`, form, most }, signal);
    return onlySeries(text);
  }
}

/** Prometheus counts in seconds with three digits. */
const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(3);
