import { z } from 'zod';
import { jsonIn } from '../../json-in.ts';
import { type DemandError, refusal, unreachable } from '../demand-error.ts';

/** A sample of the API of Prometheus: seconds since the epoch, and the number as text. */
const sample = z.tuple([z.number(), z.string()]);

const answerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: sample.optional() })) }),
      z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ values: z.array(sample) })) }),
      z.object({ resultType: z.literal('scalar'), result: sample }),
      z.object({ resultType: z.literal('string'), result: sample }),
    ]),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

/** A number at a moment; milliseconds since the epoch. Undefined where Prometheus has none that is finite. */
export interface QuerySample {
  readonly at: number;
  readonly value: number | undefined;
}

/** Longest part of a message of the server that is passed on. */
const longestMessage = 200;

/**
 * The one series of an answer of `/api/v1/query` or `/api/v1/query_range`
 * (https://prometheus.io/docs/prometheus/latest/querying/api/), oldest first; empty where there is none.
 * @throws DemandError where the query is wrong, gives several series, or the answer is none of Prometheus
 */
export function onlySeries(text: string): readonly QuerySample[] {
  const answer = answerSchema.safeParse(jsonIn(text));
  if (!answer.success) throw refusal('The answer is not one of the Prometheus HTTP API');
  if (answer.data.status === 'error') throw faultOf(answer.data);
  const { data } = answer.data;
  if (data.resultType === 'scalar') return [sampleOf(data.result)];
  if (data.resultType === 'string') throw refusal('The query gives text and no number');
  if (data.result.length > 1)
    throw refusal(`The query gives ${data.result.length} series and has to give one: wrap it into sum()`);
  if (data.resultType === 'matrix') return (data.result[0]?.values ?? []).map(sampleOf);
  const [only] = data.result;
  if (only === undefined) return [];
  if (only.value === undefined) throw refusal('The query gives histograms and no number');
  return [sampleOf(only.value)];
}

const sampleOf = ([seconds, text]: readonly [number, string]): QuerySample => {
  const value = Number(text);
  return { at: seconds * 1_000, value: Number.isFinite(value) ? value : undefined };
};

/** What another query or another moment could heal is told apart from what the query itself is to blame for. */
function faultOf({ errorType, error }: { readonly errorType: string; readonly error: string }): DemandError {
  const words = error.slice(0, longestMessage);
  return errorType === 'bad_data' || errorType === 'execution'
    ? refusal(`Prometheus refuses the query: ${words}`)
    : unreachable(`Prometheus cannot answer now (${errorType}): ${words}`);
}
