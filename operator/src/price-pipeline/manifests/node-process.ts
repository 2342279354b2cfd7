import { opsPort } from '@pricecast/crds';
import { restrictedContainer, scratch } from './security.ts';

/** Port, probes and security of a process that serves `/healthz` and `/readyz` on its ops port. */
export const nodeProcess = () => ({
  ports: [{ name: opsPort.name, containerPort: opsPort.number, protocol: 'TCP' }],
  startupProbe: { ...probe('/healthz'), periodSeconds: 1, failureThreshold: 60 },
  readinessProbe: { ...probe('/readyz'), periodSeconds: 2, failureThreshold: 3 },
  livenessProbe: { ...probe('/healthz'), periodSeconds: 10, failureThreshold: 3 },
  securityContext: restrictedContainer,
  terminationMessagePolicy: 'FallbackToLogsOnError',
});

/** What the volumes of such a process always hold. */
export const processVolume = scratch;

const probe = (path: string) => ({ httpGet: { path, port: opsPort.name }, timeoutSeconds: 2 });
