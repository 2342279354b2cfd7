import { adapterNames } from '@pricecast/crds';
import { formatKey, type KubeClient, type Log, type OwnWrites, type Reconcile } from '@pricecast/kube';
import type { AdapterCertificate } from '../config.ts';
import type { ApiService } from '../predictive-scaler/api-service.ts';
import { resources } from '../resources.ts';
import type { CertificateStore } from './certificate-store.ts';
import { adapterHosts, type CertificatePorts, keepCertificate } from './keep-certificate.ts';
import { keepKedaCertificate } from './keep-keda-certificate.ts';
import { type MetricApiStanding, metricApiStandings } from './metric-apis.ts';

/** Everything that keeping the adapter trusted touches. */
export interface TrustPorts extends CertificatePorts {
  readonly store: CertificateStore;
  /** The Secrets of KEDA's namespace; undefined where there is no KEDA. */
  readonly keda: CertificateStore | undefined;
  readonly client: Pick<KubeClient, 'apply' | 'forceApply'>;
  readonly apiServices: { get(name: string): ApiService | undefined };
  readonly ownWrites: Pick<OwnWrites, 'record'>;
  readonly log: Log;
  readonly now: () => Date;
  readonly namespace: string;
  /** Who issues the certificate; CertManager is only asked which authority it used. */
  readonly issuedBy: AdapterCertificate;
}

/** Secrets are not watched, because that needs a right to read all of them. */
const lookAgainSeconds = 60;

/**
 * Sees to it that the API server trusts the adapter: a certificate in a Secret, and its authority in the metric APIs
 * that are ours. One that belongs to another program, as the external one does where KEDA is installed, is left alone.
 */
export const reconcileTrust = (ports: TrustPorts): Reconcile => {
  let told = '';
  return async (key, signal) => {
    const pem = await authorities(ports, signal);
    if (pem === undefined) return { requeueAfterSeconds: lookAgainSeconds };
    const caBundle = Buffer.from(pem, 'utf8').toString('base64');
    const standings = metricApiStandings(ports.apiServices.get, ports.namespace, caBundle);
    for (const standing of standings) {
      if (standing.kind === 'ToTrust') await trust(ports, formatKey(key), standing, caBundle, signal);
    }
    if (ports.keda !== undefined && ports.issuedBy === 'Operator')
      await keepKedaCertificate({ ...ports, keda: ports.keda }, pem, ports.now(), signal);
    const now = standings
      .map(saying)
      .filter((text) => text !== undefined)
      .join('; ');
    if (now !== told && now !== '')
      ports.log.warn('some metric APIs are not served by the adapter', { apis: now });
    told = now;
    return { requeueAfterSeconds: lookAgainSeconds };
  };
};

const authorities = async (ports: TrustPorts, signal: AbortSignal): Promise<string | undefined> =>
  ports.issuedBy === 'Operator'
    ? await keepCertificate(ports, adapterHosts(ports.namespace), ports.now(), signal)
    : (await ports.store.read(adapterNames.servingCertificate, signal)).authorities;

/** The uid makes the server refuse an APIService that was made anew, perhaps by somebody else. */
const trust = async (
  { client, ownWrites }: TrustPorts,
  key: string,
  { name, service }: Extract<MetricApiStanding, { kind: 'ToTrust' }>,
  caBundle: string,
  signal: AbortSignal,
): Promise<void> => {
  const { apiVersion, kind, metadata } = service;
  const body = { apiVersion, kind, metadata: { name, uid: metadata.uid }, spec: { caBundle } };
  const written = await client.forceApply(resources.apiServices, body, { signal });
  ownWrites.record(key, resources.apiServices, written);
};

const saying = (standing: MetricApiStanding): string | undefined => {
  if (standing.kind === 'Foreign') return `${standing.name} belongs to ${standing.owner}`;
  return standing.kind === 'Absent' ? `${standing.name} does not exist` : undefined;
};
