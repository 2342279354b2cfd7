import { adapterNames, metricApis } from '@pricecast/crds';
import { type ApiService, isOf } from '../predictive-scaler/api-service.ts';

/** How one metric API stands. */
export type MetricApiStanding =
  /** It is ours and trusts what it has to. */
  | { readonly kind: 'AsWanted'; readonly name: string }
  /** It is ours and trusts something else. */
  | { readonly kind: 'ToTrust'; readonly name: string; readonly service: ApiService }
  /** It belongs to another program and is left alone. */
  | { readonly kind: 'Foreign'; readonly name: string; readonly owner: string }
  | { readonly kind: 'Absent'; readonly name: string };

/** How each metric API stands towards the authorities (base64 of PEM) that it has to trust. */
export const metricApiStandings = (
  services: (name: string) => ApiService | undefined,
  namespace: string,
  caBundle: string,
): MetricApiStanding[] =>
  metricApis.map((name): MetricApiStanding => {
    const service = services(name);
    if (service === undefined) return { kind: 'Absent', name };
    if (!isOf(service, { namespace, name: adapterNames.workload })) {
      const { namespace: theirs = '', name: called = '' } = service.spec?.service ?? {};
      return { kind: 'Foreign', name, owner: `Service ${called} of namespace ${theirs}` };
    }
    return service.spec?.caBundle === caBundle
      ? { kind: 'AsWanted', name }
      : { kind: 'ToTrust', name, service };
  });
