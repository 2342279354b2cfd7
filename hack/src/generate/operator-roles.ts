import { type Permission, permissions } from '@pricecast/operator';
import { stringify } from 'yaml';
import { type Artifact, wholeFile } from './artifact.ts';

const source = 'operator/src/permissions.ts';

const rule = ({ apiGroup, resource, verbs, why }: Permission): string => {
  const body = stringify([{ apiGroups: [apiGroup], resources: [resource], verbs }], {
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

/** The rules of the operator, in the namespaces of all pipelines and in its own. */
export const operatorRoles = (): Artifact[] => [
  wholeFile('charts/pricecast/files/rbac/operator-rules.yaml', source, rulesOf('Cluster')),
  wholeFile(
    'charts/pricecast/files/rbac/operator-namespace-rules.yaml',
    source,
    rulesOf('OperatorNamespace'),
  ),
];
