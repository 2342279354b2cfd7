import { explainApi } from '@pricecast/crds';
import { groupOf, type Route } from '../metric-api/route.ts';

/** What somebody wants to do, as RBAC judges it. */
export type Attributes =
  | {
      readonly kind: 'Resource';
      readonly verb: 'get' | 'list';
      readonly group: string;
      readonly version: string;
      readonly namespace: string;
      readonly resource: string;
      readonly subresource?: string;
      readonly name?: string;
    }
  | { readonly kind: 'NonResource'; readonly verb: 'get'; readonly path: string };

/**
 * The attributes of a GET request, as the reference library derives them:
 *
 * | route | verb | resource | subresource | name |
 * |---|---|---|---|---|
 * | custom | get | `deployments.apps` | the metric | the object or `*` |
 * | custom, about a namespace | get | `metrics` | | the metric |
 * | external | list | the metric | | |
 * | explain | get or list | `scalerexplanations` | | the scaler |
 * | discovery | | non-resource path | | |
 *
 * Selectors are left out: that asks for more than was wanted, and lets answers be remembered.
 */
export function attributesOf(route: Route, path: string): Attributes {
  const group = groupOf(route);
  if (group === undefined) return { kind: 'NonResource', verb: 'get', path };
  if (route.kind === 'External') {
    const { namespace, metric: resource } = route;
    return { kind: 'Resource', verb: 'list', group, version: 'v1beta1', namespace, resource };
  }
  if (route.kind === 'Explain') {
    const { namespace, name } = route;
    const { version, plural: resource } = explainApi;
    const asked = name === undefined ? { verb: 'list' as const } : { verb: 'get' as const, name };
    return { kind: 'Resource', group, version, namespace, resource, ...asked };
  }
  if (route.kind !== 'Custom') return { kind: 'NonResource', verb: 'get', path };
  const { version, namespace, resource, name, metric } = route;
  const subject = resource === 'metrics' ? {} : { subresource: metric };
  return { kind: 'Resource', verb: 'get', group, version, namespace, resource, name, ...subject };
}
