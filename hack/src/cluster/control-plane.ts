import { join } from 'node:path';
import type { Daemon } from './daemon.ts';
import type { Layout } from './layout.ts';
import { endpoint, network, ports } from './network.ts';
import { certificateFile, keyFile } from './pki.ts';

/** What decides how the control plane is started. */
export interface ControlPlaneSettings {
  readonly layout: Layout;
  /** Folder of the programs. */
  readonly programs: string;
  readonly auditPolicy: string;
  /** How often a HorizontalPodAutoscaler looks; 15 as in Kubernetes, 5 in tests. */
  readonly hpaSyncSeconds: number;
}

/** etcd with its data below the state folder, behind certificates of its own authority. */
export function etcd({ layout, programs }: ControlPlaneSettings): Daemon {
  const { pki } = layout;
  const client = `https://${endpoint(ports.etcdClient)}`;
  const peer = `https://${endpoint(ports.etcdPeer)}`;
  const certificate = certificateFile(pki, 'etcd');
  return {
    name: 'etcd',
    program: join(programs, 'etcd'),
    words: [
      '--name=pricecast',
      `--data-dir=${join(layout.state, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-metrics-urls=http://${endpoint(ports.etcdHealth)}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=pricecast=${peer}`,
      `--cert-file=${certificate}`,
      `--key-file=${keyFile(pki, 'etcd')}`,
      '--client-cert-auth',
      `--trusted-ca-file=${certificateFile(pki, 'etcd-ca')}`,
      `--peer-cert-file=${certificate}`,
      `--peer-key-file=${keyFile(pki, 'etcd')}`,
      '--peer-client-cert-auth',
      `--peer-trusted-ca-file=${certificateFile(pki, 'etcd-ca')}`,
      '--auto-compaction-retention=1h',
      '--log-level=warn',
    ],
  };
}

/** The API server, on the node address only, with Node and RBAC authorization and an audit log of writes. */
export function apiServer(settings: ControlPlaneSettings): Daemon {
  const { layout, programs } = settings;
  return {
    name: 'kube-apiserver',
    program: join(programs, 'kube-apiserver'),
    configuration: [settings.auditPolicy],
    words: [
      `--bind-address=${ports.apiServer.address}`,
      `--secure-port=${ports.apiServer.port}`,
      `--advertise-address=${network.nodeAddress}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--allow-privileged',
      `--service-cluster-ip-range=${network.serviceSubnet}`,
      '--kubelet-preferred-address-types=InternalIP,Hostname',
      ...apiServerKeys(layout.pki),
      `--audit-policy-file=${join(layout.config, 'audit-policy.yaml')}`,
      `--audit-log-path=${join(layout.logs, 'audit.log')}`,
      '--audit-log-maxsize=100',
      '--audit-log-maxbackup=3',
    ],
  };
}

function apiServerKeys(pki: string): readonly string[] {
  const pair = (flags: readonly [string, string], name: string) => [
    `--${flags[0]}=${certificateFile(pki, name)}`,
    `--${flags[1]}=${keyFile(pki, name)}`,
  ];
  return [
    `--etcd-servers=https://${endpoint(ports.etcdClient)}`,
    `--etcd-cafile=${certificateFile(pki, 'etcd-ca')}`,
    ...pair(['etcd-certfile', 'etcd-keyfile'], 'apiserver-etcd-client'),
    `--client-ca-file=${certificateFile(pki, 'ca')}`,
    ...pair(['tls-cert-file', 'tls-private-key-file'], 'kube-apiserver'),
    `--kubelet-certificate-authority=${certificateFile(pki, 'ca')}`,
    ...pair(['kubelet-client-certificate', 'kubelet-client-key'], 'apiserver-kubelet-client'),
    ...pair(['proxy-client-cert-file', 'proxy-client-key-file'], 'front-proxy-client'),
    `--requestheader-client-ca-file=${certificateFile(pki, 'front-proxy-ca')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--service-account-issuer=https://kubernetes.default.svc.${network.clusterDomain}`,
    `--service-account-key-file=${join(pki, 'service-account.pub')}`,
    `--service-account-signing-key-file=${keyFile(pki, 'service-account')}`,
  ];
}

/** Everything that kube-controller-manager runs, without leader election: there is one. */
export function controllerManager({ layout, programs, hpaSyncSeconds }: ControlPlaneSettings): Daemon {
  const { pki } = layout;
  return {
    name: 'kube-controller-manager',
    program: join(programs, 'kube-controller-manager'),
    words: [
      `--kubeconfig=${join(layout.config, 'controller-manager.kubeconfig')}`,
      ...serving(pki, 'kube-controller-manager', ports.controllerManager),
      '--leader-elect=false',
      '--use-service-account-credentials',
      `--service-account-private-key-file=${keyFile(pki, 'service-account')}`,
      `--root-ca-file=${certificateFile(pki, 'ca')}`,
      `--cluster-signing-cert-file=${certificateFile(pki, 'ca')}`,
      `--cluster-signing-key-file=${keyFile(pki, 'ca')}`,
      '--kube-api-qps=200',
      '--kube-api-burst=400',
      `--horizontal-pod-autoscaler-sync-period=${hpaSyncSeconds}s`,
    ],
  };
}

/** The scheduler, without leader election. */
export function scheduler({ layout, programs }: ControlPlaneSettings): Daemon {
  return {
    name: 'kube-scheduler',
    program: join(programs, 'kube-scheduler'),
    words: [
      `--kubeconfig=${join(layout.config, 'scheduler.kubeconfig')}`,
      ...serving(layout.pki, 'kube-scheduler', ports.scheduler),
      '--leader-elect=false',
    ],
  };
}

function serving(
  pki: string,
  name: string,
  { address, port }: { address: string; port: number },
): readonly string[] {
  return [
    `--bind-address=${address}`,
    `--secure-port=${port}`,
    `--tls-cert-file=${certificateFile(pki, name)}`,
    `--tls-private-key-file=${keyFile(pki, name)}`,
  ];
}
