/** Addresses of the local cluster; fixed, so that every file that names them is the same on every machine. */
export const network = {
  bridge: 'cni0',
  /** Address of the bridge: the node, the API server and the name server for pods. */
  nodeAddress: '10.88.0.1',
  podSubnet: '10.88.0.0/24',
  /** First pod address; those below are kept for the node. */
  firstPodAddress: '10.88.0.10',
  serviceSubnet: '10.96.0.0/16',
  kubernetesService: '10.96.0.1',
  clusterDomain: 'cluster.local',
  nodeName: 'pricecast',
} as const;

/** A TCP port that a process of the cluster listens on; the preflight looks whether it is free. */
export interface Port {
  readonly owner: string;
  readonly address: string;
  readonly port: number;
}

const port = (owner: string, address: string, number: number): Port => ({ owner, address, port: number });

/** Every port by its use. Nothing listens on an address that other machines reach. */
export const ports = {
  etcdClient: port('etcd', '127.0.0.1', 2379),
  etcdPeer: port('etcd', '127.0.0.1', 2380),
  etcdHealth: port('etcd', '127.0.0.1', 2381),
  apiServer: port('kube-apiserver', network.nodeAddress, 6443),
  controllerManager: port('kube-controller-manager', '127.0.0.1', 10257),
  scheduler: port('kube-scheduler', '127.0.0.1', 10259),
  kubelet: port('kubelet', network.nodeAddress, 10250),
  kubeletHealth: port('kubelet', '127.0.0.1', 10248),
  proxyHealth: port('kube-proxy', '127.0.0.1', 10256),
  proxyMetrics: port('kube-proxy', '127.0.0.1', 10249),
  dns: port('coredns', network.nodeAddress, 53),
  dnsHealth: port('coredns', '127.0.0.1', 10253),
  dnsReady: port('coredns', '127.0.0.1', 10254),
} as const;

/** `address:port` of a port. */
export function endpoint({ address, port }: Port): string {
  return `${address}:${port}`;
}

/** What kubeconfigs name as the server. */
export const apiServerUrl = `https://${endpoint(ports.apiServer)}`;
