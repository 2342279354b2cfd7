import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { runGo } from './go.ts';
import type { Tool } from './tool.ts';

const source = join(repositoryRoot, 'hack/conformance');

/** The program that holds the adapter against the clients of Kubernetes and KEDA; the binary is `conformance`. */
export function conformance(): Tool {
  const files = readdirSync(source).filter((name) => /\.(go|mod|sum)$/.test(name));
  return {
    name: 'conformance',
    version: '1',
    inputs: files.sort().map((name) => readFileSync(join(source, name), 'utf8')),
    takes: '3 min',
    build: (folder, log) =>
      runGo(log, ['build', '-trimpath', '-ldflags', '-s -w', '-o', join(folder, 'conformance'), '.'], {
        cwd: source,
      }),
  };
}
