import { stringify } from 'yaml';
import { endpoint, network, ports } from '../network.ts';

/** KubeProxyConfiguration: iptables, and no change of the machine's conntrack table. */
export function kubeProxyConfig(settings: { readonly kubeconfig: string }): string {
  return stringify({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clusterCIDR: network.podSubnet,
    clientConnection: { kubeconfig: settings.kubeconfig },
    hostnameOverride: network.nodeName,
    healthzBindAddress: endpoint(ports.proxyHealth),
    metricsBindAddress: endpoint(ports.proxyMetrics),
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  });
}
