import { stringify } from 'yaml';

const rbac = 'rbac.authorization.k8s.io';

/** What the cluster needs in itself before anything is installed: rights of CoreDNS and of the API server on kubelets. */
export function bootstrapObjects(): string {
  return [...corednsRights(), kubeletRights(), storageClass(), restrictedDefaultNamespace()]
    .map((object) => stringify(object))
    .join('---\n');
}

function corednsRights(): readonly object[] {
  const reads = (apiGroups: string[], resources: string[]) => ({
    apiGroups,
    resources,
    verbs: ['list', 'watch'],
  });
  const rules = [
    reads([''], ['services', 'pods', 'namespaces']),
    reads(['discovery.k8s.io'], ['endpointslices']),
  ];
  return [
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'system:coredns' }, rules },
    binding('system:coredns', 'system:coredns', 'system:coredns'),
  ];
}

function kubeletRights(): object {
  return binding(
    'kube-apiserver-kubelet-client',
    'system:kubelet-api-admin',
    'kube-apiserver-kubelet-client',
  );
}

function binding(name: string, role: string, user: string): object {
  return {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: rbac, kind: 'User', name: user }],
  };
}

/** Volumes are made beforehand; waiting for the pod lets the scheduler match claim and volume. */
function storageClass(): object {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}

/** The sample runs in it, and shows that our pods keep to the strictest level. */
function restrictedDefaultNamespace(): object {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels } };
}
