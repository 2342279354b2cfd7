import { operatorFloorFieldManager } from '@pricecast/crds';
import {
  formatKey,
  type KubeClient,
  keyOf,
  type Manifest,
  type ObjectKey,
  type OwnWrites,
} from '@pricecast/kube';
import { resources } from '../../resources.ts';
import type { LiveHpa } from '../live-scaler.ts';
import { annotationsOf, type FloorMark, floorMarkOf } from './floor-mark.ts';

/** What writing to HPAs of users needs. */
export interface FloorWritePorts {
  readonly client: Pick<KubeClient, 'as'>;
  readonly ownWrites: Pick<OwnWrites, 'record'>;
}

/** The writes that a scaler makes to HPAs of users. Both throw `KUBE_CONFLICT` when the HPA changed meanwhile. */
export interface FloorWrites {
  set(hpa: LiveHpa, minReplicas: number, mark: FloorMark): Promise<void>;
  /** Writes the user's own minReplicas, and gives up mark and ownership, so that whoever made the HPA can change it. */
  giveBack(hpa: LiveHpa, own: number): Promise<void>;
}

/** Writes in the name of the scaler with this key. */
export const floorWrites = (
  { client, ownWrites }: FloorWritePorts,
  scaler: ObjectKey,
  signal: AbortSignal,
): FloorWrites => {
  const floors = client.as(operatorFloorFieldManager);
  const noted = (written: Manifest): Manifest => {
    ownWrites.record(formatKey(scaler), resources.hpas, written);
    return written;
  };
  // The version makes the server refuse where somebody wrote in between: his value is the one to build upon.
  const set = async (hpa: LiveHpa, minReplicas: number, mark: FloorMark): Promise<Manifest> => {
    const { resourceVersion } = hpa.metadata;
    const metadata = { resourceVersion, annotations: annotationsOf(mark) };
    const patch = { metadata, spec: { minReplicas } };
    return noted(await floors.patchMerge(resources.hpas, keyOf(hpa), patch, { signal }));
  };
  return {
    set: async (hpa, minReplicas, mark) => void (await set(hpa, minReplicas, mark)),
    giveBack: async (hpa, own) => {
      const mark = { scaler: scaler.name, own, raised: own };
      // The mark stays for this write: killed after it, the operator still knows that something is to be given up.
      const written =
        hpa.spec?.minReplicas === own && floorMarkOf(hpa)?.raised === own
          ? await floors.get(resources.hpas, keyOf(hpa), { signal })
          : await set(hpa, own, mark);
      noted(await floors.patchMerge(resources.hpas, keyOf(hpa), disowned(written), { signal }));
    },
  };
};

/** A write is owned by whoever made it until he leaves the list; a field that nobody owns is free to all (KEP-555). */
const disowned = ({ metadata }: Manifest): object => ({
  metadata: {
    resourceVersion: metadata.resourceVersion,
    annotations: annotationsOf(undefined),
    managedFields: (metadata.managedFields ?? []).filter(
      ({ manager }) => manager !== operatorFloorFieldManager,
    ),
  },
});
