import { stringify } from 'yaml';
import { apiServerUrl } from './network.ts';

/** PEM texts that a kubeconfig carries inside, so that the file works wherever it is copied on this machine. */
export interface ClientIdentity {
  readonly user: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A kubeconfig of the local cluster for one client. */
export function kubeconfig({ user, authority, certificate, key }: ClientIdentity): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'pricecast',
    clusters: [
      {
        name: 'pricecast',
        cluster: { server: apiServerUrl, 'certificate-authority-data': base64(authority) },
      },
    ],
    users: [
      {
        name: user,
        user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) },
      },
    ],
    contexts: [{ name: 'pricecast', context: { cluster: 'pricecast', user } }],
  });
}
