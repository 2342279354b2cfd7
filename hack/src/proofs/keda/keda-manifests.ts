import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import type { Kubectl } from '../../cluster/kubectl.ts';

/** Images that KEDA's own manifests name. */
const published = [
  'ghcr.io/kedacore/keda',
  'ghcr.io/kedacore/keda-metrics-apiserver',
  'ghcr.io/kedacore/keda-admission-webhooks',
];

/** Nothing is pulled: the image lies in the cluster. */
const neverPull = JSON.stringify([
  { op: 'replace', path: '/spec/template/spec/containers/0/imagePullPolicy', value: 'Never' },
]);

/** Objects of KEDA's default installation as YAML, as its module has them but for the image, `name:tag`. */
export async function kedaManifests(kubectl: Kubectl, folder: string, image: string): Promise<string> {
  const split = image.lastIndexOf(':');
  const [newName, newTag] = [image.slice(0, split), image.slice(split + 1)];
  const overlay = await mkdtemp(join(tmpdir(), 'pricecast-keda-'));
  try {
    const kustomization = {
      resources: [relative(overlay, join(folder, 'config/default'))],
      images: published.map((name) => ({ name, newName, newTag })),
      patches: [{ target: { kind: 'Deployment' }, patch: neverPull }],
    };
    await writeFile(join(overlay, 'kustomization.yaml'), stringify(kustomization));
    return await kubectl(['kustomize', overlay]);
  } finally {
    await rm(overlay, { recursive: true });
  }
}
