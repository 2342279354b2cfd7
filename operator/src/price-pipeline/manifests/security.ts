/** User and group of every process; the images own no files of it. */
export const workloadUser = 65532;

/** Pod-level part of the restricted Pod Security Standard. */
export const restrictedPod = {
  runAsNonRoot: true,
  runAsUser: workloadUser,
  runAsGroup: workloadUser,
  fsGroup: workloadUser,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** Container-level part of the restricted Pod Security Standard, and a root file system that nobody can change. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
} as const;

/** Pod settings that are the same for every workload: no Kubernetes credentials, no environment of Services. */
export const sealedPod = (serviceAccountName: string) => ({
  serviceAccountName,
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: restrictedPod,
});

/** A small writable directory in place of the read-only `/tmp`. */
export const scratch = {
  volume: { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
  mount: { name: 'tmp', mountPath: '/tmp' },
} as const;
