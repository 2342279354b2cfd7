import type { Answer, MetricRequest } from '../metric-api/answer.ts';
import { readQuery } from '../metric-api/query.ts';
import type { Route } from '../metric-api/route.ts';
import type { KedaMetricsServer } from './metrics-server.ts';

/** Answers a request that was let in and is not ours to answer; undefined where it is. */
export type PassOn = (request: MetricRequest, route: Route) => Promise<Answer> | undefined;

/** The label that KEDA puts on every lookup of the HPAs that it makes. */
const kedaLabel = 'scaledobject.keda.sh/name';

/** Passes lookups of KEDA's HPAs on to KEDA; everything else is ours. */
export const passOnToKeda =
  (server: Pick<KedaMetricsServer, 'ask'>): PassOn =>
  (request, route) => {
    if (route.kind !== 'External') return undefined;
    const read = readQuery(request.query);
    if (!read.ok || !read.query.labels.some(({ key, operator }) => key === kedaLabel && operator === 'In'))
      return undefined;
    return server.ask(route, request.query.get('labelSelector') ?? '');
  };
