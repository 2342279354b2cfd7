import type { LocalStore } from '../images/containerd-store.ts';
import { logOf } from './daemon.ts';
import type { Layout } from './layout.ts';

/** Where images of the local cluster are built and kept. */
export function localStore(layout: Layout): LocalStore {
  return {
    workshop: { folder: layout.images, log: logOf(layout, 'images') },
    containerdSocket: layout.containerdSocket,
  };
}
