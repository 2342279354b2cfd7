import type { KubeObject } from '@pricecast/kube';
import type { Endpoint } from './allow-list.ts';

/** The part of a Service that is looked at. */
export interface Service extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly externalName?: string;
    readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[];
  };
}

/** The part of an EndpointSlice that is looked at. */
export interface EndpointSlice extends KubeObject {
  readonly endpoints?: readonly {
    readonly addresses?: readonly string[];
    readonly conditions?: { readonly ready?: boolean };
    readonly targetRef?: { readonly kind?: string; readonly name?: string; readonly namespace?: string };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[];
}

/** Where a Service leads, and the pod that it says lies there; whether that is so is another question. */
export interface NamedEndpoint extends Endpoint {
  readonly pod: string | undefined;
}

const isTcp = ({ protocol }: { readonly protocol?: string }): boolean =>
  protocol === undefined || protocol === 'TCP';

/** Endpoints behind a port of a Service that are ready; undefined where the Service has no such TCP port. */
export function endpointsBehind(
  service: Service,
  slices: readonly EndpointSlice[],
  port: number,
): readonly NamedEndpoint[] | undefined {
  const served = service.spec?.ports?.find((one) => one.port === port && isTcp(one));
  if (served === undefined) return undefined;
  return slices.flatMap((slice) => {
    const target = slice.ports?.find((one) => (one.name ?? '') === (served.name ?? '') && isTcp(one))?.port;
    if (target === undefined) return [];
    return (slice.endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses = [], targetRef }) =>
        addresses.map((address) => ({
          address,
          port: target,
          pod: targetRef?.kind === 'Pod' ? targetRef.name : undefined,
        })),
      );
  });
}
