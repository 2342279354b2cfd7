import { jsonSchema } from '@pricecast/runtime';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import { channelNames } from '../channel.ts';
import { coldChannels, type Gateway, healthOf } from '../gateway.ts';
import { alertsText, featuresText, predictionsText, pricesText } from './answers.ts';
import {
  alertsAnswer,
  featuresAnswer,
  healthAnswer,
  metricsAnswer,
  pipelinesAnswer,
  predictionsAnswer,
  pricesAnswer,
} from './api-schemas.ts';
import { Problem } from './problem.ts';
import { pageQuery, predictionsQuery, pricesQuery, readQuery } from './query.ts';
import { describeRoute } from './route-description.ts';

/** A part of a pipeline that is answered with the messages that are kept. */
interface Listing<Schema extends z.ZodObject> {
  readonly part: string;
  readonly summary: string;
  readonly query: Schema;
  readonly answer: z.ZodType;
  readonly text: (gateway: Gateway, query: z.infer<Schema>) => string;
}

/** Everything of the interface that is asked once and answered once. */
export function registerApi(app: FastifyInstance, gateway: Gateway): void {
  registerHealth(app, gateway);
  registerListing(app, gateway, {
    part: 'prices',
    summary: 'Newest trades, and bars of 1 s or 60 s',
    query: pricesQuery,
    answer: pricesAnswer,
    text: pricesText,
  });
  registerListing(app, gateway, {
    part: 'features',
    summary: 'Moving averages, volatility and anomaly scores of each minute',
    query: pageQuery,
    answer: featuresAnswer,
    text: featuresText,
  });
  registerListing(app, gateway, {
    part: 'predictions',
    summary: 'Forecasts of price, volatility and volume, with intervals',
    query: predictionsQuery,
    answer: predictionsAnswer,
    text: predictionsText,
  });
  registerListing(app, gateway, {
    part: 'alerts',
    summary: 'Anomalies, step by step',
    query: pageQuery,
    answer: alertsAnswer,
    text: alertsText,
  });
}

function registerHealth(app: FastifyInstance, gateway: Gateway): void {
  app.get('/api/health', { schema: describeRoute('Whether the gateway works', healthAnswer) }, () => {
    return healthBody(gateway);
  });
  app.get('/api/pipelines', { schema: describeRoute('What is served here', pipelinesAnswer) }, () => {
    const { namespace, pipeline: name, syntheticSymbols, history } = gateway;
    return { pipelines: [{ name, namespace, symbols: symbolsOf(history), syntheticSymbols }] };
  });
  const schema = {
    ...describeRoute('How the pipeline does, against its targets', metricsAnswer),
    params: pipelineParameters,
  };
  app.get('/api/pipelines/:name/metrics', { schema }, (request) => {
    checkPipeline(gateway, request.params);
    return { pipeline: gateway.pipeline, ...healthOf(gateway) };
  });
}

function healthBody(gateway: Gateway): z.infer<typeof healthAnswer> {
  const views = channelNames.map((name) => [name, gateway.view(name)] as const);
  const failing = views.some(
    ([, { failure }]) => failure !== undefined && failure.error.code !== 'TOPIC_UNKNOWN',
  );
  const cold = coldChannels(gateway).length > 0;
  const channels = views.map(([name, { isWarm, failure }]) => {
    return [name, { warm: isWarm, trouble: failure?.error.message ?? null }] as const;
  });
  return {
    status: failing ? 'Failing' : cold ? 'Starting' : 'Ok',
    namespace: gateway.namespace,
    pipeline: gateway.pipeline,
    streams: { open: gateway.streams.size, most: gateway.streams.most },
    channels: Object.fromEntries(channels),
  };
}

/** Symbols of which there is a trade or a bar. */
function symbolsOf(history: Gateway['history']): string[] {
  const bars = history
    .series('bars')
    .keys()
    .map((key) => key.split('/')[0] ?? '');
  return [...new Set([...history.series('trades').keys(), ...bars])].sort();
}

function registerListing<Schema extends z.ZodObject>(
  app: FastifyInstance,
  gateway: Gateway,
  { part, summary, query, answer, text }: Listing<Schema>,
): void {
  const schema = {
    ...describeRoute(summary, answer),
    params: pipelineParameters,
    querystring: jsonSchema(query, 'input'),
  };
  app.get(`/api/pipelines/:name/${part}`, { schema }, (request, reply) => {
    checkPipeline(gateway, request.params);
    return sendJson(reply, text(gateway, readQuery(query, request.query)));
  });
}

const pipelineParameters = {
  type: 'object',
  properties: { name: { type: 'string', description: 'Name of the PricePipeline.' } },
  required: ['name'],
};

function checkPipeline({ pipeline }: Gateway, parameters: unknown): void {
  const { name } = parameters as { readonly name: string };
  if (name !== pipeline)
    throw new Problem('PIPELINE_UNKNOWN', `This gateway serves the pipeline ${pipeline}, not ${name}`);
}

function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(text);
}
