import { type Permission, permissions } from '@pricecast/operator';
import { stringify } from 'yaml';
import { type Artifact, wholeFile } from './artifact.ts';

const source = 'operator/src/permissions.ts';

const rule = ({ apiGroup, resource, verbs, names, why }: Permission): string => {
  const named = names === undefined ? {} : { resourceNames: names };
  const body = stringify([{ apiGroups: [apiGroup], resources: [resource], ...named, verbs }], {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
  });
  return `# ${why}\n- ${body.trim().slice(1, -1)}\n`;
};

/** The rules of a role. A wildcard is refused: it would grant what nobody declared. */
export function roleRules(granted: readonly Permission[]): string {
  const wild = granted.find(({ apiGroup, resource, verbs }) =>
    [apiGroup, resource, ...verbs].some((word) => word.includes('*')),
  );
  if (wild !== undefined) throw new Error(`WILDCARD_PERMISSION: ${wild.apiGroup}/${wild.resource}`);
  return `# GENERATED from ${source}; run npm run generate. Do not edit.\n${granted.map(rule).join('')}`;
}

const rulesOf = (scope: Permission['scope']): string =>
  roleRules(permissions.filter((permission) => permission.scope === scope));

/** The rules of the operator: in the namespaces of all pipelines, in its own, in that of KEDA, and for what lies in none. */
export const operatorRoles = (): Artifact[] => [
  wholeFile('charts/pricecast/files/rbac/operator-rules.yaml', source, rulesOf('Cluster')),
  wholeFile(
    'charts/pricecast/files/rbac/operator-namespace-rules.yaml',
    source,
    rulesOf('OperatorNamespace'),
  ),
  wholeFile('charts/pricecast/files/rbac/operator-keda-rules.yaml', source, rulesOf('KedaNamespace')),
  wholeFile('charts/pricecast/files/rbac/operator-cluster-rules.yaml', source, rulesOf('NoNamespace')),
];
