import { readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { runGo } from './go.ts';
import type { Tool } from './tool.ts';

const source = join(repositoryRoot, 'hack/cluster/control-plane');

/** Programs that the one binary becomes by the name it is started under. */
const programs = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kubectl',
  'coredns',
] as const;

/** The multi-call binary, with a link for each program in `bin`. */
export function controlPlane(): Tool {
  const texts = ['go.mod', 'go.sum', 'main.go'].map((name) => readFileSync(join(source, name), 'utf8'));
  const version = kubernetesVersion(texts[0] ?? '');
  return {
    name: 'control-plane',
    version: version.slice(1),
    inputs: [...texts, linkerFlags(version)],
    takes: '8 min and 2.5 GB of memory',
    build: async (folder, log) => {
      const binary = join(folder, 'control-plane');
      await runGo(log, ['build', '-trimpath', '-ldflags', linkerFlags(version), '-o', binary, '.'], {
        cwd: source,
      });
      await mkdir(join(folder, 'bin'));
      await Promise.all(programs.map((name) => symlink('../control-plane', join(folder, 'bin', name))));
    },
  };
}

/** The version of Kubernetes that a go.mod requires, `v1.36.2`. */
export function kubernetesVersion(goMod: string): string {
  const version = /^\s*k8s\.io\/kubernetes (v\d+\.\d+\.\d+)$/m.exec(goMod)?.[1];
  if (version === undefined)
    throw new Error('hack/cluster/control-plane/go.mod requires no version of k8s.io/kubernetes');
  return version;
}

/** Without these the server calls itself v0.0.0, and Helm then misjudges what it can do. */
function linkerFlags(version: string): string {
  const [major, minor] = version.slice(1).split('.');
  const facts = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  const settings = packages.flatMap((name) =>
    Object.entries(facts).map(([key, value]) => `-X ${name}.${key}=${value}`),
  );
  return ['-s', '-w', ...settings].join(' ');
}
