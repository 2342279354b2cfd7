import { type Environment, readSettings, setting, shellSettings } from '@pricecast/runtime';
import { z } from 'zod';
import type { Settings } from './settings.ts';

const schema = z.object({
  ...shellSettings,
  PRICECAST_IMAGE_REGISTRY: setting.text(),
  PRICECAST_IMAGE_TAG: setting.text(),
  PRICECAST_IMAGE_PULL_POLICY: z
    .enum(['Always', 'IfNotPresent', 'Never'], 'must be Always, IfNotPresent or Never')
    .default('IfNotPresent'),
  /** Namespaces whose pipelines are looked after; absent means all of them. */
  WATCH_NAMESPACES: setting.list(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'namespaces').optional(),
  /** Who issues the certificate that the adapter serves with; absent where there is no adapter. */
  ADAPTER_CERTIFICATE: z.enum(['Operator', 'CertManager'], 'must be Operator or CertManager').optional(),
  /** Namespace of KEDA, where the certificate that it shows to the adapter is kept; absent where there is no KEDA. */
  KEDA_NAMESPACE: setting.text().optional(),
  POD_NAME: setting.text(),
  POD_NAMESPACE: setting.text(),
  /** Path of a kubeconfig; absent inside of a cluster. */
  KUBECONFIG: setting.text().optional(),
});

/** Settings of the operator process. */
export type OperatorConfig = Readonly<z.infer<typeof schema>>;

/** Who issues the certificate that the adapter serves with. */
export type AdapterCertificate = NonNullable<OperatorConfig['ADAPTER_CERTIFICATE']>;

/** Reads the settings from environment variables; throws RuntimeError SETTINGS_INVALID. */
export const readConfig = (environment: Environment): OperatorConfig => readSettings(schema, environment);

/** The part of the settings that manifests are made from. */
export const settingsOf = (config: OperatorConfig): Settings => ({
  images: {
    registry: config.PRICECAST_IMAGE_REGISTRY,
    tag: config.PRICECAST_IMAGE_TAG,
    pullPolicy: config.PRICECAST_IMAGE_PULL_POLICY,
  },
  operatorNamespace: config.POD_NAMESPACE,
  kedaNamespace: config.KEDA_NAMESPACE,
});
