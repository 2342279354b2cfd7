import { adapterRoles } from './adapter-roles.ts';
import type { Artifact } from './artifact.ts';
import { chartValues } from './chart-values.ts';
import { conditionsDocument } from './conditions-document.ts';
import { crdFiles } from './crd-files.ts';
import { modeDocument } from './mode-document.ts';
import { operatorRoles } from './operator-roles.ts';

/** Everything that is generated. */
export const allArtifacts = async (): Promise<Artifact[]> => [
  ...crdFiles(),
  ...operatorRoles(),
  ...adapterRoles(),
  ...conditionsDocument(),
  ...modeDocument(),
  ...(await chartValues()),
];
