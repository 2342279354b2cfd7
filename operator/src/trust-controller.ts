import { adapterNames, metricApis } from '@pricecast/crds';
import { Controller, formatKey, source } from '@pricecast/kube';
import { CertificateStore } from './adapter-trust/certificate-store.ts';
import type { Issuer } from './adapter-trust/keep-certificate.ts';
import { reconcileTrust } from './adapter-trust/reconcile.ts';
import type { AdapterCertificate } from './config.ts';
import type { Platform } from './platform.ts';
import { apiServiceLooksDifferent } from './predictive-scaler/api-service.ts';

/** Loaded when something is to be issued: that is once in weeks, and costs a sixth of a second. */
const issuer: Issuer = {
  authority: async (now) => (await import('./adapter-trust/certificates.ts')).issueAuthority(now),
  serving: async (authority, hosts, now) =>
    (await import('./adapter-trust/certificates.ts')).issueServing(authority, hosts, now),
  client: async (authority, commonName, now) =>
    (await import('./adapter-trust/certificates.ts')).issueClient(authority, commonName, now),
};

const concerned: readonly string[] = metricApis;

/** The controller of the trust between API server and adapter. It has one key: that of the adapter. */
export const makeTrustController = (
  { caches, client, clock, random, log, metrics, settings }: Platform,
  issuedBy: AdapterCertificate,
): Controller => {
  const { operatorNamespace: namespace, kedaNamespace } = settings;
  const key = { namespace, name: adapterNames.workload };
  const controller: Controller = new Controller({
    name: 'adapter-trust',
    reconcile: (reconciled, signal) => reconcile(reconciled, signal),
    sources: [
      source(caches.apiServices, {
        keysOf: ({ metadata }) => (concerned.includes(metadata.name) ? [key] : []),
        matters: apiServiceLooksDifferent,
      }),
    ],
    clock,
    random,
    log,
    metrics,
    workers: 1,
  });
  const reconcile = reconcileTrust({
    store: new CertificateStore(client, namespace),
    keda: kedaNamespace === undefined ? undefined : new CertificateStore(client, kedaNamespace),
    issuer,
    client,
    apiServices: { get: (name) => caches.apiServices.get(name) },
    ownWrites: controller.ownWrites,
    log,
    now: () => clock.now(),
    namespace,
    issuedBy,
  });
  controller.enqueue(formatKey(key));
  return controller;
};
