import { X509Certificate } from 'node:crypto';
import { adapterNames, metricApis } from '@pricecast/crds';
import { describe, expect, test } from 'vitest';
import { kubectlOfState } from '../../../hack/src/cluster/kubectl.ts';
import { operatorNamespace } from '../../../hack/src/proofs/operator-pods.ts';
import { until } from '../../../hack/src/proofs/pipeline-watch.ts';

const kubectl = kubectlOfState();

interface SeenApiService {
  readonly spec: { readonly caBundle?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const metricApi = async (name: string) =>
  JSON.parse(await kubectl(['get', 'apiservice', name, '-o', 'json'])) as SeenApiService;
const isAvailable = ({ status }: SeenApiService) =>
  status?.conditions?.some((condition) => condition.type === 'Available' && condition.status === 'True') ??
  false;
const untilAvailable = (name: string, seconds: number) =>
  until(
    `${name} is available`,
    async () => {
      const found = await metricApi(name);
      return isAvailable(found) && found.spec.caBundle !== undefined ? found : undefined;
    },
    seconds,
  );
const secret = async () => {
  const words = [
    '-n',
    operatorNamespace,
    'get',
    'secret',
    adapterNames.servingCertificate,
    '--ignore-not-found',
  ];
  const text = await kubectl([...words, '-o', 'json']);
  return text === '' ? undefined : (JSON.parse(text) as { readonly data: Readonly<Record<string, string>> });
};
const decode = (base64 = '') => Buffer.from(base64, 'base64').toString('utf8');

describe('the trust between API server and adapter', () => {
  test.each(metricApis)('%s is served, by a certificate of our own authority', async (name) => {
    const { spec } = await untilAvailable(name, 60);
    const data = (await secret())?.data ?? {};
    const authority = new X509Certificate(decode(spec.caBundle));
    expect(new X509Certificate(decode(data['tls.crt'])).verify(authority.publicKey)).toBe(true);
  });

  test('comes back when somebody breaks it', async () => {
    const name = 'v1beta1.external.metrics.k8s.io';
    const { spec } = await untilAvailable(name, 60);
    await kubectl([
      'patch',
      'apiservice',
      name,
      '--type=json',
      '-p',
      '[{"op":"remove","path":"/spec/caBundle"}]',
    ]);
    expect((await untilAvailable(name, 20)).spec.caBundle).toBe(spec.caBundle);
  });

  test('survives the loss of the certificate: it is issued again by the same authority', async () => {
    const before = await secret();
    await kubectl(['-n', operatorNamespace, 'delete', 'secret', adapterNames.servingCertificate]);
    const again = await until('the Secret is back', secret, 45);
    expect(again.data['ca.crt']).toBe(before?.data['ca.crt']);
    expect(again.data['tls.key']).not.toBe(before?.data['tls.key']);
    await untilAvailable('v1beta2.custom.metrics.k8s.io', 10);
  });
});
