import type { Server } from 'node:https';
import fastifyStatic from '@fastify/static';
import fastifySwagger from '@fastify/swagger';
import { describeResponses, jsonSchema, problemMediaType, securityHeaders } from '@pricecast/runtime';
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify';
import type { z } from 'zod';
import type { Explanation } from '../snapshot/explanation.ts';
import type { PublishedWorld } from '../snapshot/scaler-snapshot.ts';
import {
  costAnswer,
  decisionAnswer,
  healthAnswer,
  modelsAnswer,
  predictionAnswer,
} from './answer-schemas.ts';
import { costAnalysis, modelsStatus, prediction, scalingDecision } from './answers.ts';
import { Problem } from './problem.ts';
import { pathSchema, querySchema, readWith } from './questions.ts';
import { admit, type VisitorParts } from './visitor.ts';

/** What the explain API answers from. */
export interface ExplainParts extends VisitorParts {
  readonly world: Pick<PublishedWorld, 'explanationsOf' | 'decisionsOf'>;
  /** Sentences about what is not ready; empty when the adapter is. */
  readonly waitsFor: () => readonly string[];
  readonly scalers: () => number;
  /** Folder with the page and the documentation; absent: neither is served. */
  readonly assets: string | undefined;
  /** Told of what went wrong inside. */
  readonly failed: (error: unknown) => void;
}

/** Certificate and key, PEM. */
export interface ExplainSecrets {
  readonly cert: string;
  readonly key: string;
}

/** The explain API over TLS, not listening yet. */
export async function explainApp(
  parts: ExplainParts,
  { cert, key }: ExplainSecrets,
): Promise<FastifyInstance<Server>> {
  const app = fastify({
    https: { cert, key, minVersion: 'TLSv1.2' as const },
    forceCloseConnections: true,
    // A path that cannot be decoded never comes as far as the other handlers.
    frameworkErrors: (error, _request, reply) => void answered(reply, asProblem(error)),
    routerOptions: { maxParamLength: 253, ignoreTrailingSlash: true },
  });
  // Questions are read by readWith(); the schemas of the routes are there to be shown.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers));
  answerProblems(app, parts);
  await app.register(fastifySwagger, { openapi: description });
  registerQuestions(app, parts);
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  if (parts.assets !== undefined) await servePages(app, parts.assets);
  return app;
}

// Answers are for one visitor and for now.
const headers = { ...securityHeaders, 'cache-control': 'no-store' };

const description = {
  openapi: '3.1.0',
  info: {
    title: 'pricecast explain API',
    description: 'Why PredictiveScalers want the pods that they want. Unknown numbers are null, never zero.',
    version: '1',
  },
  components: { securitySchemes: { token: { type: 'http' as const, scheme: 'bearer' } } },
  security: [{ token: [] }],
};

function registerQuestions(app: FastifyInstance<Server>, parts: ExplainParts): void {
  app.get(
    '/health',
    { schema: { ...describe('Whether the adapter is ready', healthAnswer), security: [] } },
    async (_request, reply) => {
      const waitsFor = parts.waitsFor();
      const status = waitsFor.length === 0 ? 'Ok' : 'Starting';
      return reply.code(status === 'Ok' ? 200 : 503).send({ status, scalers: parts.scalers(), waitsFor });
    },
  );
  const one = { params: jsonSchema(pathSchema, 'input') };
  const predict = { ...one, ...describe('The newest forecast of a scaler', predictionAnswer) };
  app.get('/predict/:scaler', { schema: predict }, async (request) =>
    prediction(await explained(parts, request)),
  );
  app.get(
    '/models/status',
    { schema: describe('Which models forecast in a namespace, and how well', modelsAnswer) },
    async (request) => {
      const { namespace } = readWith(querySchema, request.query);
      return modelsStatus(namespace, await allExplained(parts, request));
    },
  );
  const decided = { ...one, ...describe('What was decided for a scaler, and why', decisionAnswer) };
  app.get('/scaling-decision/:scaler', { schema: decided }, async (request) => {
    const { limit } = readWith(querySchema, request.query);
    const explanation = await explained(parts, request);
    const decisions = parts.world.decisionsOf(explanation.namespace, explanation.name);
    return scalingDecision(explanation, decisions.slice(-limit));
  });
  const cost = { ...one, ...describe('What the pods of a scaler cost, or of all', costAnswer) };
  app.get('/cost-analysis/:scaler', { schema: cost }, async (request) => {
    const { namespace } = readWith(querySchema, request.query);
    const { scaler } = readWith(pathSchema, request.params);
    const found = scaler === 'all' ? await allExplained(parts, request) : [await explained(parts, request)];
    return costAnalysis(namespace, found);
  });
}

async function allExplained(parts: ExplainParts, request: FastifyRequest): Promise<readonly Explanation[]> {
  const { namespace } = readWith(querySchema, request.query);
  await admit(parts, { rawHeaders: request.raw.rawHeaders, path: pathOf(request), question: { namespace } });
  return parts.world.explanationsOf(namespace);
}

async function explained(parts: ExplainParts, request: FastifyRequest): Promise<Explanation> {
  const { namespace } = readWith(querySchema, request.query);
  const { scaler: name } = readWith(pathSchema, request.params);
  const question = { namespace, name };
  await admit(parts, { rawHeaders: request.raw.rawHeaders, path: pathOf(request), question });
  const found = parts.world.explanationsOf(namespace).find((explanation) => explanation.name === name);
  if (found !== undefined) return found;
  throw new Problem('SCALER_UNKNOWN', `No decision of scaler ${name} is known in namespace ${namespace}`);
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

function answerProblems(app: FastifyInstance<Server>, { failed }: ExplainParts): void {
  app.setNotFoundHandler(() => {
    throw new Problem('NOT_FOUND', 'There is nothing at this path; /docs shows what there is');
  });
  app.setErrorHandler((error: FastifyError | Problem, _request, reply) => {
    const problem = error instanceof Problem ? error : asProblem(error);
    if (problem.code === 'INTERNAL') failed(error);
    return answered(reply, problem);
  });
}

function answered(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type(problemMediaType).send(problem.body);
}

/** What was wrong with a request may be told; what went wrong inside may not. */
function asProblem(cause: FastifyError): Problem {
  return (cause.statusCode ?? 500) < 500
    ? new Problem('QUERY_INVALID', cause.message, { cause })
    : new Problem('INTERNAL', 'The adapter could not answer; its log says why', { cause });
}

async function servePages(app: FastifyInstance<Server>, root: string): Promise<void> {
  await app.register(fastifyStatic, { root, prefix: '/assets/', cacheControl: false, index: false });
  const page = (path: string, file: string) =>
    app.get(path, { schema: { hide: true } }, (_request, reply) => reply.sendFile(file));
  page('/', 'index.html');
  page('/docs', 'docs.html');
}

const describe = (summary: string, answer: z.ZodType) => ({
  summary,
  tags: ['explain'],
  querystring: jsonSchema(querySchema, 'input'),
  response: describeResponses(answer, 'input'),
});
