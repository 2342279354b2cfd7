import { adapterNames, opsPort } from '@pricecast/crds';
import type { Kubectl } from '../../cluster/kubectl.ts';
import { release } from '../../deploy/chart.ts';
import type { Finding } from '../../proof.ts';

/** What KEDA 2.20 asks. */
const asked = ['GetMetricSpec', 'GetMetrics', 'IsActive', 'StreamIsActive'];

/** Whether the adapter has answered every method of KEDA's contract since it was started. */
export async function everyMethodAnswered(kubectl: Kubectl): Promise<Finding> {
  const service = `services/${adapterNames.workload}:${opsPort.name}/proxy/metrics`;
  const text = await kubectl(['get', '--raw', `/api/v1/namespaces/${release.namespace}/${service}`]);
  const lines = [
    ...text.matchAll(
      /^pricecast_adapter_keda_requests_total\{method="(\w+)",code="(\w+)"[^}]*\} ([0-9.e+]+)$/gm,
    ),
  ];
  const answered = new Set(lines.flatMap(([, method, code]) => (code === 'OK' ? [method] : [])));
  return {
    what: 'calls of KEDA over mutual TLS since the adapter was started',
    measured: lines.map(([, method, code, count]) => `${method} ${code} ${count}`).join(', '),
    bound: `${asked.join(', ')} answered`,
    holds: asked.every((method) => answered.has(method)),
  };
}
