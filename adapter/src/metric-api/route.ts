import { explainApi } from '@pricecast/crds';
import {
  type CustomVersion,
  customGroup,
  explainGroup,
  externalGroup,
  servedGroups,
} from './group-versions.ts';

/** A question about metrics of objects in a namespace. */
export interface CustomRoute {
  readonly kind: 'Custom';
  readonly version: CustomVersion;
  readonly namespace: string;
  /** Plural, with the group where it has one: `pods`, `deployments.apps`; `metrics` asks about the namespace. */
  readonly resource: string;
  /** Name of the object, `*` for all; the metric itself for `metrics`. */
  readonly name: string;
  readonly metric: string;
}

/** A question about external metrics. */
export interface ExternalRoute {
  readonly kind: 'External';
  readonly namespace: string;
  /** Lower case: clients of this API lower-case the path. */
  readonly metric: string;
}

/** A question about why a scaler decided what it did. */
export interface ExplainRoute {
  readonly kind: 'Explain';
  readonly namespace: string;
  /** Absent for all scalers of the namespace. */
  readonly name?: string;
}

/** What a path asks for. */
export type Route =
  | CustomRoute
  | ExternalRoute
  | ExplainRoute
  | { readonly kind: 'Groups' }
  | { readonly kind: 'Group'; readonly group: string }
  | { readonly kind: 'Resources'; readonly group: string; readonly version: string }
  | { readonly kind: 'Health'; readonly probe: 'healthz' | 'livez' | 'readyz' }
  /** Too short to be a question about a metric. */
  | { readonly kind: 'Incomplete' }
  | { readonly kind: 'Unknown' };

const unknown: Route = { kind: 'Unknown' };
const probes: readonly string[] = ['healthz', 'livez', 'readyz'];
/** Longest name of an object or metric that is read. */
const longestName = 253;

/** Reads a path, without its query, as clients of client-go write it. */
export function routeOf(path: string): Route {
  const segments = decoded(path);
  if (segments === undefined) return unknown;
  const [first, group = '', version = '', ...rest] = segments;
  if (segments.length === 1 && first !== undefined && probes.includes(first))
    return { kind: 'Health', probe: first as 'healthz' };
  if (first !== 'apis') return unknown;
  if (segments.length === 1) return { kind: 'Groups' };
  const versions = Object.hasOwn(servedGroups, group) ? servedGroups[group] : undefined;
  if (versions === undefined) return unknown;
  if (segments.length === 2) return { kind: 'Group', group };
  if (!versions.includes(version)) return unknown;
  if (rest.length === 0) return { kind: 'Resources', group, version };
  if (group === explainGroup) return explainRoute(rest);
  return group === customGroup ? customRoute(version as CustomVersion, rest) : externalRoute(rest);
}

/** Segments between slashes, percent-decoded; undefined where one is malformed, empty or absurdly long. */
function decoded(path: string): string[] | undefined {
  const trimmed = path.replace(/^\/+/, '').replace(/\/+$/, '');
  try {
    const segments = trimmed.split('/').map(decodeURIComponent);
    const isFine = (text: string) => text !== '' && text.length <= longestName && !text.includes('/');
    return segments.every(isFine) ? segments : undefined;
  } catch {
    // decodeURIComponent knows one error: the path is not what a client of Kubernetes sends.
    return undefined;
  }
}

/** Root-scoped objects have no scaler, so their paths lead nowhere. */
function customRoute(version: CustomVersion, rest: readonly string[]): Route {
  const [word, namespace = '', resource = '', name = '', metric = ''] = rest;
  if (word !== 'namespaces') return rest.length === 3 ? unknown : { kind: 'Incomplete' };
  if (rest.length === 4 && resource === 'metrics')
    return { kind: 'Custom', version, namespace, resource, name, metric: name };
  if (rest.length < 5) return { kind: 'Incomplete' };
  return rest.length === 5 ? { kind: 'Custom', version, namespace, resource, name, metric } : unknown;
}

function externalRoute(rest: readonly string[]): Route {
  const [word, namespace = '', metric = ''] = rest;
  if (word !== 'namespaces') return unknown;
  if (rest.length < 3) return { kind: 'Incomplete' };
  return rest.length === 3 ? { kind: 'External', namespace, metric: metric.toLowerCase() } : unknown;
}

function explainRoute(rest: readonly string[]): Route {
  const [word, namespace = '', resource = '', name] = rest;
  if (word !== 'namespaces' || resource !== explainApi.plural || rest.length > 4) return unknown;
  return { kind: 'Explain', namespace, ...(name === undefined ? {} : { name }) };
}

/** The group whose resources a route is about; undefined where there is none. */
export function groupOf(route: Route): string | undefined {
  if (route.kind === 'Custom') return customGroup;
  if (route.kind === 'Explain') return explainGroup;
  return route.kind === 'External' ? externalGroup : undefined;
}
