import {
  type CrdManifest,
  predictiveScalerCrd,
  pricePipelineCrd,
  priorityClasses,
  shadowWorkloadCrd,
} from '@pricecast/crds';
import { type Artifact, wholeFile } from './artifact.ts';
import { generatedYaml } from './generated-yaml.ts';

const source = 'crds/src';

const crdFile = (crd: CrdManifest): Artifact => {
  const plural = crd.metadata.name.split('.')[0];
  return wholeFile(`charts/pricecast/files/crds/${plural}.yaml`, source, generatedYaml(source, crd));
};

/** The CustomResourceDefinitions, and the PriorityClasses that pods name. */
export const crdFiles = (): Artifact[] => [
  crdFile(pricePipelineCrd()),
  crdFile(predictiveScalerCrd()),
  crdFile(shadowWorkloadCrd()),
  wholeFile(
    'charts/pricecast/files/priority-classes.yaml',
    'crds/src/priorities.ts',
    generatedYaml('crds/src/priorities.ts', Object.values(priorityClasses)),
  ),
];
