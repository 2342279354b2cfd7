import { adapterPorts } from '@pricecast/crds';
import { type Environment, readSettings, setting, shellSettings } from '@pricecast/runtime';
import { z } from 'zod';

const schema = z.object({
  ...shellSettings,
  /** Address and port of the metric APIs, TLS. */
  SECURE_HOST: setting.text().default('0.0.0.0'),
  SECURE_PORT: setting.port().default(6443),
  /** Port of the explain API, TLS. */
  EXPLAIN_PORT: setting.port().default(8443),
  /** Folder of the page and the documentation of the explain API; absent: neither is served. */
  ASSETS_DIR: setting.text().optional(),
  /** Certificate and key that the metric APIs are served with, PEM; read anew when they change. */
  SERVING_CERT_FILE: setting.text(),
  SERVING_KEY_FILE: setting.text(),
  /** Authorities of KEDA's certificate, PEM, read anew when they change; absent: KEDA is not served. */
  KEDA_CLIENT_CA_FILE: setting.text().optional(),
  /** Port of KEDA's external scaler contract, gRPC over mutual TLS. */
  KEDA_PORT: setting.port().default(adapterPorts.keda.number),
  /** KEDA's metrics server, `https://host:port`, where the external metric API is ours beside KEDA; else absent. */
  KEDA_METRICS_URL: setting.url('https').optional(),
  /** Authority of its certificate, PEM, read anew when it changes. */
  KEDA_METRICS_CA_FILE: setting.text().optional(),
  /** Folder for the history of demand of the only replica; its loss costs learning, not safety. */
  STORE_FOLDER: setting.text().optional(),
  /** Redis in which several replicas keep what they share; then there is no folder. */
  STORE_REDIS_URL: setting.url('redis', 'rediss').optional(),
  STORE_REDIS_PASSWORD_FILE: setting.text().optional(),
  STORE_REDIS_CA_FILE: setting.text().optional(),
  /** Name of this replica among them; absent: the name of the host. */
  REPLICA_NAME: setting.text().optional(),
  /** Threads that forecast; absent: one for each core but one. */
  FORECAST_THREADS: setting.wholeNumber(1, 64).optional(),
  /** Price book as JSON; absent: the one that is built in. */
  PRICE_BOOK_FILE: setting.text().optional(),
  /** Namespaces whose scalers are looked after; absent means all of them. */
  WATCH_NAMESPACES: setting.list(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'namespaces').optional(),
  /** Seconds between two looks of HPAs at their metrics, as the controller manager is told. */
  HPA_SYNC_SECONDS: setting.wholeNumber(1, 300).default(15),
  /** Addresses, networks and hosts that sources may lead to beside the pods of their own namespace. */
  ALLOWED_ADDRESSES: setting.list(/^[^\s,]{1,300}$/, 'addresses, networks or hosts').optional(),
  /** Path of a kubeconfig; absent inside of a cluster. */
  KUBECONFIG: setting.text().optional(),
});

/** Settings of the adapter. */
export type AdapterConfig = Readonly<z.infer<typeof schema>>;

/** Reads the settings from environment variables; throws RuntimeError SETTINGS_INVALID. */
export const readConfig = (environment: Environment): AdapterConfig => readSettings(schema, environment);
