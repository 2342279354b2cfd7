import { network } from './network.ts';

/** Certificate authorities, kept apart so that a certificate of one purpose opens no other door. */
export const authorities = ['ca', 'front-proxy-ca', 'etcd-ca'] as const;

export type Authority = (typeof authorities)[number];

/** One certificate: file name, who signs it, whom it names and what it may be used for. */
export interface Certificate {
  readonly name: string;
  readonly authority: Authority;
  readonly commonName: string;
  /** Group of a client. */
  readonly organization?: string;
  readonly usage: readonly ('serverAuth' | 'clientAuth')[];
  readonly alternativeNames?: readonly string[];
}

const loopback = ['DNS:localhost', 'IP:127.0.0.1'];

function client(name: string, commonName: string, organization?: string): Certificate {
  const base = { name, authority: 'ca', commonName, usage: ['clientAuth'] } as const;
  return organization === undefined ? base : { ...base, organization };
}

function server(name: string, alternativeNames: readonly string[]): Certificate {
  return { name, authority: 'ca', commonName: name, usage: ['serverAuth'], alternativeNames };
}

const service = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];

/** Every certificate of the cluster. */
export const certificates: readonly Certificate[] = [
  server('kube-apiserver', [
    ...[...service, `kubernetes.default.svc.${network.clusterDomain}`].map((name) => `DNS:${name}`),
    ...loopback,
    `IP:${network.kubernetesService}`,
    `IP:${network.nodeAddress}`,
  ]),
  server('kubelet', [`DNS:${network.nodeName}`, `IP:${network.nodeAddress}`, ...loopback]),
  server('kube-controller-manager', loopback),
  server('kube-scheduler', loopback),
  client('admin', 'pricecast-admin', 'system:masters'),
  client('controller-manager', 'system:kube-controller-manager'),
  client('scheduler', 'system:kube-scheduler'),
  client('proxy', 'system:kube-proxy'),
  client('coredns', 'system:coredns'),
  client('node', `system:node:${network.nodeName}`, 'system:nodes'),
  client('apiserver-kubelet-client', 'kube-apiserver-kubelet-client'),
  {
    name: 'front-proxy-client',
    authority: 'front-proxy-ca',
    commonName: 'front-proxy-client',
    usage: ['clientAuth'],
  },
  {
    name: 'etcd',
    authority: 'etcd-ca',
    commonName: 'etcd',
    usage: ['serverAuth', 'clientAuth'],
    alternativeNames: loopback,
  },
  {
    name: 'apiserver-etcd-client',
    authority: 'etcd-ca',
    commonName: 'kube-apiserver',
    usage: ['clientAuth'],
  },
];

/** The openssl extension file of a certificate. */
export function extensionsOf({ usage, alternativeNames }: Certificate): string {
  const lines = [
    'basicConstraints=CA:FALSE',
    'keyUsage=digitalSignature,keyEncipherment',
    `extendedKeyUsage=${usage.join(',')}`,
  ];
  if (alternativeNames) lines.push(`subjectAltName=${alternativeNames.join(',')}`);
  return `${lines.join('\n')}\n`;
}

/** The openssl subject of a certificate. */
export function subjectOf({ commonName, organization }: Certificate): string {
  return organization === undefined ? `/CN=${commonName}` : `/O=${organization}/CN=${commonName}`;
}
