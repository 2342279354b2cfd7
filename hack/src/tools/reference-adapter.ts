import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { runGo } from './go.ts';
import type { Tool } from './tool.ts';

const source = join(repositoryRoot, 'hack/reference-adapter');
const module = 'sigs.k8s.io/custom-metrics-apiserver';

/**
 * The test adapter of kubernetes-sigs/custom-metrics-apiserver from its Go module, which benchmarks compare us with, and
 * the program that asks both: `reference-adapter` and `load`.
 */
export function referenceAdapter(): Tool {
  const texts = ['go.mod', 'go.sum', 'load/main.go'].map((name) => readFileSync(join(source, name), 'utf8'));
  return {
    name: 'reference-adapter',
    version: new RegExp(`${module} v(\\d+\\.\\d+\\.\\d+)`).exec(texts[0] ?? '')?.[1] ?? 'unknown',
    inputs: texts,
    takes: '3 min',
    build: async (folder, log) => {
      for (const [name, main] of [
        ['reference-adapter', `${module}/test-adapter`],
        ['load', './load'],
      ] as const)
        await runGo(log, ['build', '-trimpath', '-ldflags', '-s -w', '-o', join(folder, name), main], {
          cwd: source,
        });
    },
  };
}
