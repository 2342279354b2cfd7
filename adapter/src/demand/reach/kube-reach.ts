import { lookup } from 'node:dns/promises';
import { formatKey, type KubeClient, listPages, type Transport } from '@pricecast/kube';
import type { Caches } from '../../cluster/caches.ts';
import { resources } from '../../cluster/resources.ts';
import type { AllowList } from './allow-list.ts';
import type { EndpointSlice, Service } from './service-endpoints.ts';
import { ServiceReach } from './service-reach.ts';

/** What is asked about Services. */
export interface KubeReachParts {
  readonly client: Pick<KubeClient, 'find'>;
  readonly transport: Transport;
  readonly caches: Pick<Caches, 'pods'>;
  readonly allowed: AllowList;
  readonly monotonicMs: () => number;
}

/** Longest time for one look into the API server, in milliseconds. */
const deadlineMs = 3_000;

/** The rules over the API server, the watched pods and the resolver of this machine. */
export const kubeReach = ({
  client,
  transport,
  caches,
  allowed,
  monotonicMs,
}: KubeReachParts): ServiceReach =>
  new ServiceReach({
    service: (namespace, name) =>
      client.find<Service>(resources.services, { namespace, name }, { deadlineMs }),
    slices: async (namespace, service) => {
      const labelSelector = `kubernetes.io/service-name=${service}`;
      const slices: EndpointSlice[] = [];
      const signal = AbortSignal.timeout(deadlineMs);
      const pages = listPages<EndpointSlice>(
        transport,
        resources.endpointSlices,
        { namespace, labelSelector },
        signal,
      );
      for await (const { items } of pages) slices.push(...items);
      return slices;
    },
    pod: (namespace, name) => caches.pods.get(formatKey({ namespace, name })),
    resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    random: Math.random,
    allowed,
    monotonicMs,
  });
