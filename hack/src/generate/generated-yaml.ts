import { stringify } from 'yaml';

/** YAML that says where it comes from and that nobody should edit it. */
export const generatedYaml = (source: string, value: unknown): string =>
  `# GENERATED from ${source}; run npm run generate. Do not edit.\n${stringify(value, { lineWidth: 110, aliasDuplicateObjects: false })}`;
