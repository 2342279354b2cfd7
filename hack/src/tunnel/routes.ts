import { childNames, dashboardPort, gatewayPort } from '@pricecast/crds';

/** A port of this machine that leads to a Service of the cluster. */
export interface Route {
  /** What a person finds there. */
  readonly what: string;
  readonly localPort: number;
  readonly namespace: string;
  readonly service: string;
  readonly servicePort: number;
}

/** What is seen of a Service. */
export interface SeenService {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly ports?: readonly { readonly port: number }[] };
}

const nameLabel = 'app.kubernetes.io/name';

/** Programs that a cluster may have beside pricecast, by the name that their charts give them, and their fixed ports. */
const companions = [
  { what: 'Kafka UI', localPort: 8080, name: 'kafka-ui' },
  { what: 'Grafana', localPort: 3000, name: 'grafana' },
  { what: 'Prometheus', localPort: 9090, name: 'prometheus' },
] as const;

/** The fixed addresses of a pipeline and of what watches it; what the cluster does not have is left out. */
export function routesOf(
  services: readonly SeenService[],
  pipeline: { readonly namespace: string; readonly name: string },
): Route[] {
  const { namespace } = pipeline;
  const gateway = childNames.stage(pipeline.name, 'gateway');
  const own = services.find(({ metadata }) => metadata.namespace === namespace && metadata.name === gateway);
  const served = [
    { what: 'REST and event stream', localPort: gatewayPort.number },
    { what: 'dashboard', localPort: dashboardPort.number },
  ].filter(({ localPort }) => own?.spec.ports?.some(({ port }) => port === localPort));
  return [
    ...served.map((route) => ({ ...route, namespace, service: gateway, servicePort: route.localPort })),
    ...companions.flatMap(({ what, localPort, name }) => {
      const found = services.find(({ metadata }) => metadata.labels?.[nameLabel] === name);
      const servicePort = found?.spec.ports?.[0]?.port;
      if (found === undefined || servicePort === undefined) return [];
      const { namespace, name: service } = found.metadata;
      return [{ what, localPort, namespace, service, servicePort }];
    }),
  ];
}

/** Words of kubectl that forward a route. */
export function forwardWords({ namespace, service, localPort, servicePort }: Route): string[] {
  return [
    '-n',
    namespace,
    'port-forward',
    '--address',
    '127.0.0.1',
    `service/${service}`,
    `${localPort}:${servicePort}`,
  ];
}
