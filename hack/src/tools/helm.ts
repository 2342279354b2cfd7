import { rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runGo } from './go.ts';
import type { Tool } from './tool.ts';

/** Helm from its module; the binary is `helm` in the folder. */
export const helm: Tool = {
  name: 'helm',
  version: '4.2.4',
  takes: '3 min',
  build: async (folder, log) => {
    await runGo(
      log,
      [
        'install',
        '-trimpath',
        '-ldflags',
        '-s -w -X helm.sh/helm/v4/internal/version.version=v4.2.4',
        'helm.sh/helm/v4/cmd/helm@v4.2.4',
      ],
      {
        cwd: folder,
        env: { GOBIN: join(folder, 'bin') },
      },
    );
    await rename(join(folder, 'bin/helm'), join(folder, 'helm'));
    await rmdir(join(folder, 'bin'));
  },
};
