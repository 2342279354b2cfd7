import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditPolicy } from './config/audit-policy.ts';
import { cniConfig } from './config/cni.ts';
import { containerdConfig } from './config/containerd.ts';
import { corefile } from './config/coredns.ts';
import { kubeProxyConfig } from './config/kube-proxy.ts';
import { kubeletConfig } from './config/kubelet.ts';
import { placeFile } from './file.ts';
import { kubeconfig } from './kubeconfig.ts';
import type { Layout } from './layout.ts';
import type { Outside } from './outside.ts';
import { certificateFile, keyFile } from './pki.ts';

/** Texts of the configuration files by their name below hack/.state/config. */
export type ConfigTexts = Readonly<
  Record<
    | 'containerd.toml'
    | 'kubelet.yaml'
    | 'kube-proxy.yaml'
    | 'Corefile'
    | 'audit-policy.yaml'
    | 'cni/10-pricecast.conflist',
    string
  >
>;

/** Where Debian keeps the CNI plugins. */
export const cniPrograms = '/usr/lib/cni';

/** Every configuration file of the local cluster. */
export function configTexts(layout: Layout, outside: Outside, sandboxImage: string): ConfigTexts {
  const { config, pki, state, run } = layout;
  return {
    'containerd.toml': containerdConfig({
      root: join(state, 'containerd'),
      state: join(run, 'containerd'),
      socket: layout.containerdSocket,
      cniConfig: join(config, 'cni'),
      cniPrograms,
      sandboxImage,
    }),
    'kubelet.yaml': kubeletConfig({
      authority: certificateFile(pki, 'ca'),
      certificate: certificateFile(pki, 'kubelet'),
      key: keyFile(pki, 'kubelet'),
      containerdSocket: layout.containerdSocket,
      resolvConf: outside.resolvConf,
      volumePlugins: join(state, 'kubelet-volume-plugins'),
      podLogs: join(layout.logs, 'pods'),
    }),
    'kube-proxy.yaml': kubeProxyConfig({ kubeconfig: join(config, 'proxy.kubeconfig') }),
    Corefile: corefile({
      kubeconfig: join(config, 'coredns.kubeconfig'),
      upstream: outside.namesResolve ? outside.resolvConf : undefined,
    }),
    'audit-policy.yaml': auditPolicy(),
    'cni/10-pricecast.conflist': cniConfig({ addresses: join(state, 'cni'), masquerade: outside.hasRoute }),
  };
}

/** Client certificates that get a kubeconfig of their own below hack/.state/config. */
const clients = ['controller-manager', 'scheduler', 'proxy', 'coredns', 'node'] as const;

/** Writes configuration and kubeconfigs; the keys have to be there. */
export async function placeConfig(layout: Layout, texts: ConfigTexts): Promise<void> {
  for (const [name, text] of Object.entries(texts)) await placeFile(join(layout.config, name), text);
  for (const name of clients)
    await placeFile(join(layout.config, `${name}.kubeconfig`), kubeconfigOf(layout, name), 0o600);
  await placeFile(layout.kubeconfig, kubeconfigOf(layout, 'admin'), 0o600);
}

function kubeconfigOf({ pki }: Layout, name: string): string {
  const read = (file: string) => readFileSync(file, 'utf8');
  return kubeconfig({
    user: `pricecast-${name}`,
    authority: read(certificateFile(pki, 'ca')),
    certificate: read(certificateFile(pki, name)),
    key: read(keyFile(pki, name)),
  });
}
