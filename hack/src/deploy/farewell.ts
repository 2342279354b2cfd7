import { dirname } from 'node:path';
import type { Layout } from '../cluster/layout.ts';
import type { ClusterTarget } from '../targets/cluster-target.ts';

/** What a person does next; printed when everything is up. */
export function farewell(target: ClusterTarget, layout: Layout): readonly string[] {
  const ownPrograms = dirname(target.kubectl) === '.' ? [] : [`  export PATH=${layout.bin}:$PATH`];
  return [
    '',
    `  export KUBECONFIG=${target.kubeconfig}`,
    ...ownPrograms,
    '  kubectl get pricepipelines',
    '  kubectl describe pricepipeline btc',
    '  kubectl -n pricecast-system logs deployment/pricecast-operator',
    '',
    target.isOurs
      ? `logs of the cluster: ${layout.logs}; stop it with hack/down`
      : 'take the chart off with hack/down',
  ];
}
