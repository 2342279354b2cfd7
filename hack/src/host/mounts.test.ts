import { expect, test } from 'vitest';
import { mountsBelow } from './mounts.ts';

const info = `24 1 254:0 / / rw,relatime - ext4 /dev/vda rw
51 24 0:44 / /run/pricecast/containerd/shm rw - tmpfs shm rw
52 24 0:45 / /srv/my\\040clone/hack/.state/kubelet/pods/x/volumes/token rw - tmpfs tmpfs rw
53 52 0:46 / /srv/my\\040clone/hack/.state/kubelet/pods/x/volumes/token/sub rw - tmpfs tmpfs rw
54 24 0:47 / /run/pricecast-of-another rw - tmpfs tmpfs rw
`;

test('mounts below the folders are found, the innermost first, and neighbours with longer names are not', () => {
  expect(mountsBelow(info, ['/run/pricecast', '/srv/my clone/hack/.state'])).toEqual([
    '/srv/my clone/hack/.state/kubelet/pods/x/volumes/token/sub',
    '/srv/my clone/hack/.state/kubelet/pods/x/volumes/token',
    '/run/pricecast/containerd/shm',
  ]);
});
