import { LRUCache } from 'lru-cache';
import { isServing, type Pod } from '../../cluster/pod.ts';
import { DemandError, refusal, unreachable } from '../demand-error.ts';
import { type AllowList, type Endpoint, isSpecial } from './allow-list.ts';
import {
  type EndpointSlice,
  endpointsBehind,
  type NamedEndpoint,
  type Service,
} from './service-endpoints.ts';

/** A Service and its port, as a scaler names it. */
export interface ServicePort {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

/** Where Services lead. */
export type Reach = Pick<ServiceReach, 'endpointOf' | 'forget'>;

/** What the rules rest on. */
export interface ReachParts {
  /** Rejects with KubeError. */
  readonly service: (namespace: string, name: string) => Promise<Service | undefined>;
  readonly slices: (namespace: string, service: string) => Promise<readonly EndpointSlice[]>;
  /** A pod as it is at this moment. */
  readonly pod: (namespace: string, name: string) => Pod | undefined;
  /** Every address of a name. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly allowed: AllowList;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
  /** 0 up to 1; chooses one endpoint of several. */
  readonly random: () => number;
}

/** Where the look into the API server has led. */
type Way =
  | { readonly kind: 'Endpoints'; readonly endpoints: readonly NamedEndpoint[] }
  | { readonly kind: 'Host'; readonly host: string };

/** How long a way is believed, in milliseconds; who it leads to is checked at every use. */
const believedMs = 30_000;
const remembered = 4_096;

/**
 * Tells which address stands for a Service of a scaler's own namespace. A pod of that namespace may be reached, as the
 * watched pods show it; anything else only if the administrator's list has it. Callers connect to the address that
 * was checked and look nothing up themselves, so that a name cannot change its meaning in between.
 */
export class ServiceReach {
  readonly #parts: ReachParts;
  readonly #ways: LRUCache<string, Way>;

  constructor(parts: ReachParts) {
    this.#parts = parts;
    this.#ways = new LRUCache({ max: remembered, ttl: believedMs, perf: { now: parts.monotonicMs } });
  }

  /** Throws `DemandError`: refused by the rules, or nothing is there. */
  async endpointOf(wanted: ServicePort): Promise<Endpoint> {
    const way = await this.#wayTo(wanted);
    const endpoints = way.kind === 'Host' ? await this.#resolved(way.host, wanted) : way.endpoints;
    const open = endpoints.filter((endpoint) => this.#mayReach(wanted, endpoint, way));
    const chosen = open[Math.floor(this.#parts.random() * open.length)];
    if (chosen !== undefined) return { address: chosen.address, port: chosen.port };
    this.forget(wanted);
    if (endpoints.length === 0) throw unreachable(`${called(wanted)} has no endpoint that is ready`);
    throw refusal(
      `${called(wanted)} does not lead to serving pods of its namespace, and the administrator's list does not open where it leads`,
    );
  }

  /** Whether a pod may be asked directly. On the network of its node it could be anything that listens there. */
  mayAskPod(pod: Pod, port: number): boolean {
    const address = pod.status?.podIP;
    if (address === undefined) return false;
    return pod.spec?.hostNetwork !== true || this.#parts.allowed.allowsAddress({ address, port });
  }

  /** Looks anew the next time: what was there does not answer any more. */
  forget(wanted: ServicePort): void {
    this.#ways.delete(keyOf(wanted));
  }

  async #wayTo(wanted: ServicePort): Promise<Way> {
    const known = this.#ways.get(keyOf(wanted));
    if (known !== undefined) return known;
    const way = await this.#lookUp(wanted);
    this.#ways.set(keyOf(wanted), way);
    return way;
  }

  async #lookUp(wanted: ServicePort): Promise<Way> {
    const { namespace, service: name, port } = wanted;
    try {
      const [service, slices] = await Promise.all([
        this.#parts.service(namespace, name),
        this.#parts.slices(namespace, name),
      ]);
      if (service === undefined) throw refusal(`Service ${name} does not exist in namespace ${namespace}`);
      if (service.spec?.type === 'ExternalName')
        return { kind: 'Host', host: service.spec.externalName ?? '' };
      const endpoints = endpointsBehind(service, slices, port);
      if (endpoints === undefined) throw refusal(`Service ${name} has no TCP port ${port}`);
      return { kind: 'Endpoints', endpoints };
    } catch (error) {
      if (error instanceof DemandError) throw error;
      throw unreachable(`The API server does not tell where ${called(wanted)} leads`, error);
    }
  }

  async #resolved(host: string, wanted: ServicePort): Promise<readonly NamedEndpoint[]> {
    const { allowed, resolve } = this.#parts;
    if (!allowed.allowsHost(host, wanted.port) && !allowed.hasNetworks)
      throw refusal(`${called(wanted)} stands for ${host}, which is not in the administrator's list`);
    try {
      const addresses = await resolve(host);
      return addresses.map((address) => ({ address, port: wanted.port, pod: undefined }));
    } catch (error) {
      throw unreachable(`The name ${host} of ${called(wanted)} has no address`, error);
    }
  }

  #mayReach(wanted: ServicePort, endpoint: NamedEndpoint, way: Way): boolean {
    const { allowed, pod } = this.#parts;
    if (allowed.allowsAddress(endpoint)) return true;
    if (way.kind === 'Host') return allowed.allowsHost(way.host, wanted.port) && !isSpecial(endpoint.address);
    const found = endpoint.pod === undefined ? undefined : pod(wanted.namespace, endpoint.pod);
    return (
      found !== undefined &&
      found.spec?.hostNetwork !== true &&
      isServing(found) &&
      addressesOf(found).includes(endpoint.address)
    );
  }
}

const keyOf = ({ namespace, service, port }: ServicePort): string => `${namespace}/${service}:${port}`;
const called = ({ service, port }: ServicePort): string => `Service ${service}, port ${port},`;

const addressesOf = ({ status }: Pod): readonly string[] => [
  ...(status?.podIP === undefined ? [] : [status.podIP]),
  ...(status?.podIPs ?? []).map(({ ip }) => ip),
];
