import { stringify } from 'yaml';
import { network, ports } from '../network.ts';

/** What the kubelet is told; paths are absolute. */
export interface KubeletSettings {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  readonly containerdSocket: string;
  readonly resolvConf: string;
  readonly volumePlugins: string;
  readonly podLogs: string;
}

/** Never evict: the disk of a developer's machine is often fuller than the defaults allow. */
const neverEvict = {
  'memory.available': '0%',
  'nodefs.available': '0%',
  'nodefs.inodesFree': '0%',
  'imagefs.available': '0%',
  'imagefs.inodesFree': '0%',
};

/** KubeletConfiguration of the one node. */
export function kubeletConfig(settings: KubeletSettings): string {
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: ports.kubelet.address,
    healthzBindAddress: ports.kubeletHealth.address,
    healthzPort: ports.kubeletHealth.port,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: settings.authority },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: settings.certificate,
    tlsPrivateKeyFile: settings.key,
    containerRuntimeEndpoint: `unix://${settings.containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    // Machines with cgroup v1 or a hybrid are welcome.
    failCgroupV1: false,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    enforceNodeAllocatable: [],
    evictionHard: neverEvict,
    // Images come from no registry: one that is collected could not be pulled again.
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    volumePluginDir: settings.volumePlugins,
    podLogsDir: settings.podLogs,
    clusterDNS: [network.nodeAddress],
    clusterDomain: network.clusterDomain,
    resolvConf: settings.resolvConf,
    logging: { verbosity: 1 },
  });
}
