import { connect } from 'node:tls';
import { adapterNames } from '@pricecast/crds';
import { issueServing } from '../../../../operator/src/adapter-trust/certificates.ts';
import { adapterHosts } from '../../../../operator/src/adapter-trust/keep-certificate.ts';
import type { Kubectl } from '../../cluster/kubectl.ts';
import { release } from '../../deploy/chart.ts';
import type { Finding } from '../../proof.ts';
import { until } from '../pipeline-watch.ts';
import { adapterPods } from './adapter-pods.ts';

/** Days after which a certificate of 90 is due. */
const dueAfterDays = 61;
/** The operator looks once a minute, and the kubelet brings what it mounts within about another. */
const withinSeconds = 240;
const dayMs = 86_400_000;

interface SeenSecret {
  readonly data: Readonly<Record<string, string>>;
}

const secretOf = async (kubectl: Kubectl, name: string): Promise<SeenSecret> =>
  JSON.parse(await kubectl(['-n', release.namespace, 'get', 'secret', name, '-o', 'json']));

const textOf = ({ data }: SeenSecret, key: string) => Buffer.from(data[key] ?? '', 'base64').toString();

/** Puts a certificate that is due in the place of the adapter's, and waits until every pod serves its successor. */
export async function renewedCertificate(kubectl: Kubectl): Promise<Finding> {
  const held = await secretOf(kubectl, adapterNames.certificateAuthority);
  const authority = { certificate: textOf(held, 'tls.crt'), key: textOf(held, 'tls.key') };
  const pods = await adapterPods(kubectl);
  const before = await Promise.all(pods.map(({ address }) => shownBy(address)));
  const issued = new Date(Date.now() - dueAfterDays * dayMs);
  const due = await issueServing(authority, adapterHosts(release.namespace), issued);
  const data = { 'tls.crt': encoded(due.certificate), 'tls.key': encoded(due.key) };
  const patch = ['patch', 'secret', adapterNames.servingCertificate, '--type=merge'];
  await kubectl(['-n', release.namespace, ...patch, '--patch', JSON.stringify({ data })]);
  const began = performance.now();
  const inUse = await until(
    'a new certificate in every pod',
    async () => {
      const { data: now } = await secretOf(kubectl, adapterNames.servingCertificate);
      if (now['tls.crt'] === data['tls.crt']) return undefined;
      const shown = await Promise.all(pods.map(({ address }) => shownBy(address)));
      const isNew = shown.every(({ end }, index) => end > (before[index]?.end ?? end));
      return isNew ? shown.length : undefined;
    },
    withinSeconds,
  ).catch(() => 0);
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  return {
    what: 'pods that serve a new certificate, without a restart, once the old one was due',
    measured: `${inUse} of ${pods.length} after ${seconds} s`,
    bound: `all within ${withinSeconds} s`,
    holds: pods.length > 0 && inUse === pods.length,
  };
}

const encoded = (text: string) => Buffer.from(text).toString('base64');

/** When the certificate ends that a pod shows; milliseconds since the epoch. */
function shownBy(address: string): Promise<{ readonly end: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly end: number }>();
  // What is shown is looked at, and nothing is sent.
  const socket = connect({ host: address, port: 6443, rejectUnauthorized: false }, () => {
    resolve({ end: Date.parse(socket.getPeerCertificate().valid_to) });
    socket.destroy();
  });
  socket.once('error', reject);
  return promise;
}
