/** What names a workload. */
interface TargetNames {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * One text for everything that scales the same workload: `namespace/apps/Deployment/name`. The version is left out,
 * because it names the same object.
 */
export const targetKey = (namespace: string, { apiVersion = '', kind, name }: TargetNames): string => {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return `${namespace}/${group}/${kind}/${name}`;
};
