import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The few files that C libraries expect on any system: who the user is, how names are found, a place for scraps. */
const files = {
  'etc/passwd':
    'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
  'etc/group': 'root:x:0:\nnonroot:x:65532:\n',
  'etc/nsswitch.conf': 'hosts: files dns\n',
} as const;

/** Text of those files, as an input of an image's tag. */
export const rootFilesText = JSON.stringify(files);

/** Writes them below the root of an image. */
export async function writeRootFiles(root: string): Promise<void> {
  await mkdir(join(root, 'etc'), { recursive: true });
  await mkdir(join(root, 'tmp'), { recursive: true });
  await chmod(join(root, 'tmp'), 0o1777);
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
}
