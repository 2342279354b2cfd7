import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Layout } from './layout.ts';
import { network } from './network.ts';

const names = Array.from({ length: 20 }, (_, index) => `local-${String(index + 1).padStart(2, '0')}`);

/** Folder of a volume. */
export function volumeFolder(layout: Layout, name: string): string {
  return join(layout.volumes, name);
}

/** Makes the folders; open to every user, as fsGroup of a pod then narrows them. */
export async function createVolumeFolders(layout: Layout): Promise<void> {
  for (const name of names) {
    await mkdir(volumeFolder(layout, name), { recursive: true });
  }
  await Promise.all(names.map((name) => chmod(volumeFolder(layout, name), 0o777)));
}

/** Twenty volumes on the node. Nothing enforces their size; it only has to suffice for the claims. */
export function persistentVolumes(layout: Layout): string {
  return names.map((name) => stringify(persistentVolume(name, volumeFolder(layout, name)))).join('---\n');
}

function persistentVolume(name: string, path: string): object {
  const onNode = { key: 'kubernetes.io/hostname', operator: 'In', values: [network.nodeName] };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '20Gi' },
      accessModes: ['ReadWriteOnce'],
      // The volume keeper scrubs and frees it once the claim is gone; Kubernetes cannot delete local volumes.
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'local',
      local: { path },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onNode] }] } },
    },
  };
}
