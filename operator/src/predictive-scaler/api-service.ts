import type { KubeObject } from '@pricecast/kube';

/** The APIService that HPAs ask for the decisions of the adapter. */
export const customMetricsApi = 'v1beta2.custom.metrics.k8s.io';
/** The APIService of KEDA's own kinds; it is there when KEDA is installed. */
export const kedaApi = 'v1alpha1.keda.sh';
/** The APIService of CPU and memory. */
export const resourceMetricsApi = 'v1beta1.metrics.k8s.io';

/** The parts of an APIService that are read. */
export interface ApiService extends KubeObject {
  readonly spec?: {
    readonly service?: { readonly namespace?: string; readonly name?: string };
    readonly caBundle?: string;
  };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

/** Whether two versions of an APIService differ in whom it belongs to, whom it trusts, or whether it answers. */
export const apiServiceLooksDifferent = (before: ApiService, after: ApiService): boolean => {
  const face = (service: ApiService) =>
    JSON.stringify([
      service.metadata.uid,
      service.metadata.deletionTimestamp,
      service.spec,
      availabilityOf(service),
    ]);
  return face(before) !== face(after);
};

/** Whether requests reach what is behind an APIService, as the API server has found out. */
export type Availability =
  | { readonly kind: 'Available' }
  | { readonly kind: 'Unavailable'; readonly message: string };

/** Availability of an APIService that may not exist. */
export const availabilityOf = (service: ApiService | undefined): Availability => {
  if (service === undefined) return { kind: 'Unavailable', message: 'it does not exist' };
  const condition = service.status?.conditions?.find(({ type }) => type === 'Available');
  if (condition?.status === 'True') return { kind: 'Available' };
  return { kind: 'Unavailable', message: condition?.message ?? 'the API server has not tried it yet' };
};

/** Whether an APIService is answered by this Service. */
export const isOf = (
  { spec }: ApiService,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): boolean => spec?.service?.namespace === namespace && spec.service.name === name;
