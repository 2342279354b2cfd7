import { join } from 'node:path';

/** What the containerd of the cluster is told. */
export interface ContainerdSettings {
  /** Images and snapshots; kept by `down`. */
  readonly root: string;
  /** Running tasks; must not outlive a boot. */
  readonly state: string;
  readonly socket: string;
  readonly cniConfig: string;
  readonly cniPrograms: string;
  readonly sandboxImage: string;
}

/** TOML of a containerd of our own, beside any other on the machine. */
export function containerdConfig(settings: ContainerdSettings): string {
  const quote = JSON.stringify;
  return `version = 2
root = ${quote(settings.root)}
state = ${quote(settings.state)}

[grpc]
  address = ${quote(settings.socket)}

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = ${quote(settings.sandboxImage)}
  # Without CAP_SYS_RESOURCE runc cannot lower the score and fails with "can't get final child's PID".
  restrict_oom_score_adj = true
  # Network namespaces below our own folder, so that whoever cleans up knows them.
  netns_mounts_under_state_dir = true

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = ${quote(settings.cniPrograms)}
    conf_dir = ${quote(settings.cniConfig)}

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
      Root = ${quote(join(settings.state, 'runc'))}

[plugins."io.containerd.internal.v1.opt"]
  path = ${quote(join(settings.state, 'opt'))}
`;
}
