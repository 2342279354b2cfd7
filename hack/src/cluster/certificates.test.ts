import { expect, test } from 'vitest';
import { certificates, extensionsOf, subjectOf } from './certificates.ts';

const named = (name: string) => {
  const certificate = certificates.find((candidate) => candidate.name === name);
  if (certificate === undefined) throw new Error(`no certificate ${name}`);
  return certificate;
};

test('the API server is reached by its Service, by loopback and by the node address', () => {
  const names = named('kube-apiserver').alternativeNames ?? [];
  for (const name of [
    'DNS:kubernetes.default.svc.cluster.local',
    'DNS:localhost',
    'IP:10.96.0.1',
    'IP:10.88.0.1',
  ]) {
    expect(names).toContain(name);
  }
});

test('the front proxy and etcd have authorities of their own', () => {
  expect(named('front-proxy-client').authority).toBe('front-proxy-ca');
  expect(named('etcd').authority).toBe('etcd-ca');
  expect(certificates.filter(({ authority }) => authority === 'front-proxy-ca')).toHaveLength(1);
});

test('the node says who it is as Node authorization wants it', () => {
  expect(subjectOf(named('node'))).toBe('/O=system:nodes/CN=system:node:pricecast');
  expect(subjectOf(named('scheduler'))).toBe('/CN=system:kube-scheduler');
});

test('a client certificate serves nothing and names no address', () => {
  const extensions = extensionsOf(named('scheduler'));
  expect(extensions).toContain('extendedKeyUsage=clientAuth\n');
  expect(extensions).not.toContain('subjectAltName');
});
