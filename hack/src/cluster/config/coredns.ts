import { endpoint, network, ports } from '../network.ts';

/** Corefile of the name server for pods; `upstream` is a resolv.conf, absent where nothing answers names outside. */
export function corefile(settings: {
  readonly kubeconfig: string;
  readonly upstream?: string | undefined;
}): string {
  const forward = settings.upstream === undefined ? '' : `    forward . ${settings.upstream}\n`;
  return `.:${ports.dns.port} {
    bind ${ports.dns.address}
    errors
    health ${endpoint(ports.dnsHealth)}
    ready ${endpoint(ports.dnsReady)}
    cache 30
    kubernetes ${network.clusterDomain} in-addr.arpa ip6.arpa {
        kubeconfig ${settings.kubeconfig}
        ttl 5
    }
${forward}}
`;
}
