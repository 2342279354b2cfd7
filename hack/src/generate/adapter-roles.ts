import { type Permission, permissions, type ReaderRule, readerRules } from '@pricecast/adapter';
import { stringify } from 'yaml';
import { type Artifact, wholeFile } from './artifact.ts';

const flow = { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 } as const;
const line = (rule: object): string => `- ${stringify([rule], flow).trim().slice(1, -1)}\n`;

const right = ({ apiGroup, resource, verbs, why }: Permission): string =>
  `# ${why}\n${line({ apiGroups: [apiGroup], resources: [resource], verbs })}`;

const readable = ({ apiGroup, resources, verbs }: ReaderRule): string =>
  line({ apiGroups: [apiGroup], resources, verbs });

const file = (name: string, source: string, rules: readonly string[]): Artifact =>
  wholeFile(
    `charts/pricecast/files/rbac/${name}.yaml`,
    source,
    `# GENERATED from ${source}; run npm run generate. Do not edit.\n${rules.join('')}`,
  );

/** The rules of the adapter, and those of people who read its metrics. */
export const adapterRoles = (): Artifact[] => [
  file('adapter-rules', 'adapter/src/permissions.ts', permissions.map(right)),
  file('metric-reader-rules', 'adapter/src/metric-api/reader-permissions.ts', readerRules.map(readable)),
];
