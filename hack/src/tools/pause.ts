import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { runGo } from './go.ts';
import type { Tool } from './tool.ts';

const source = join(repositoryRoot, 'hack/cluster/pause');

/** The static program `pause`. */
export function pause(): Tool {
  return {
    name: 'pause',
    version: '1',
    inputs: ['go.mod', 'main.go'].map((name) => readFileSync(join(source, name), 'utf8')),
    takes: '10 s',
    build: (folder, log) =>
      runGo(log, ['build', '-trimpath', '-ldflags', '-s -w', '-o', join(folder, 'pause'), '.'], {
        cwd: source,
      }),
  };
}
