import type { PublishedWorld } from '../snapshot/scaler-snapshot.ts';
import { type Answer, found, jsonType, type MetricRequest, refused } from './answer.ts';
import { answerCustom } from './custom-answer.ts';
import { discoveryList, discoveryType, groupBody, groupList, resourceList } from './discovery.ts';
import { answerExplain } from './explain-answer.ts';
import { answerExternal } from './external-answer.ts';
import { type Form, negotiate } from './negotiation.ts';
import { readQuery } from './query.ts';
import type { CustomRoute, ExternalRoute, Route } from './route.ts';

/** Answers a request that was let in. Pure: what is served and the time are arguments. */
export function answerRequest(
  request: MetricRequest,
  route: Route,
  world: PublishedWorld,
  now: number,
): Answer {
  if (request.method !== 'GET') return methodRefused(request);
  switch (route.kind) {
    case 'Groups':
      return answerGroups(request);
    case 'Group':
      return negotiated(request, ['Json'], () => found(groupBody(route.group)));
    case 'Resources':
      return negotiated(request, ['Json'], () => found(resourceList(route.group, route.version)));
    case 'Custom':
    case 'External':
      return negotiated(request, ['Json', 'Table'], (form) => answerMetric(request, route, form, world, now));
    case 'Explain':
      return negotiated(request, ['Json', 'Table'], (form) => answerExplain(route, form, world));
    case 'Incomplete':
      return refused('BadRequest', 'invalid request path: a namespace, an object and a metric are needed');
    case 'Health':
    case 'Unknown':
      return refused('NotFound', 'the server could not find the requested resource');
  }
}

/** Whatever is asked for, nothing can be changed here. */
export const methodRefused = ({ method }: MetricRequest): Answer =>
  refused('MethodNotAllowed', `the server does not allow ${method} here: metrics can only be read`);

function answerMetric(
  request: MetricRequest,
  route: CustomRoute | ExternalRoute,
  form: Form,
  world: PublishedWorld,
  now: number,
): Answer {
  const read = readQuery(request.query);
  if (!read.ok) return read.answer;
  const context = { query: read.query, form, world, now };
  return route.kind === 'Custom' ? answerCustom(route, context) : answerExternal(route, context);
}

function answerGroups(request: MetricRequest): Answer {
  return negotiated(request, ['DiscoveryList', 'Json'], (form) => {
    if (form === 'Json') return withHeaders(found(groupList()), { Vary: 'Accept' });
    const { body, etag } = discoveryList;
    const headers = { ETag: etag, Vary: 'Accept' };
    return request.ifNoneMatch === etag
      ? { status: 304, contentType: discoveryType, headers, body: '' }
      : { status: 200, contentType: discoveryType, headers, body };
  });
}

const withHeaders = (answer: Answer, headers: NonNullable<Answer['headers']>): Answer => ({
  ...answer,
  headers,
});

function negotiated(
  request: MetricRequest,
  offered: readonly Form[],
  answer: (form: Form) => Answer,
): Answer {
  const form = negotiate(request.accept, offered);
  if (form !== undefined) return answer(form);
  return refused('NotAcceptable', `only ${jsonType} is served here, and Table of meta.k8s.io/v1 for metrics`);
}
