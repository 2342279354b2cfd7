import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { auditPolicy } from './audit-policy.ts';
import { cniConfig } from './cni.ts';
import { containerdConfig } from './containerd.ts';
import { corefile } from './coredns.ts';
import { kubeletConfig } from './kubelet.ts';

test('pods get a way out only where the machine has one', () => {
  const bridge = (masquerade: boolean) => JSON.parse(cniConfig({ addresses: '/a', masquerade })).plugins[0];
  expect(bridge(true)).toMatchObject({ type: 'bridge', bridge: 'cni0', ipMasq: true });
  expect(bridge(false).ipMasq).toBe(false);
});

test('names outside are asked for only where a name server answers', () => {
  expect(corefile({ kubeconfig: '/k', upstream: '/etc/resolv.conf' })).toContain(
    'forward . /etc/resolv.conf',
  );
  expect(corefile({ kubeconfig: '/k' })).not.toContain('forward');
  expect(corefile({ kubeconfig: '/k' })).toContain('bind 10.88.0.1');
});

test('paths with quotes do not break out of the containerd configuration', () => {
  const config = containerdConfig({
    root: '/srv/"odd"/root',
    state: '/run/p/containerd',
    socket: '/run/p/containerd.sock',
    cniConfig: '/c',
    cniPrograms: '/usr/lib/cni',
    sandboxImage: 'localhost/pricecast/pause:dev-1',
  });
  expect(config).toContain('root = "/srv/\\"odd\\"/root"');
  expect(config).toContain('restrict_oom_score_adj = true');
});

test('the kubelet never evicts, never collects images and asks the API server who may call it', () => {
  const settings = {
    authority: '/ca',
    certificate: '/c',
    key: '/k',
    containerdSocket: '/s',
    resolvConf: '/r',
  };
  const config = parse(kubeletConfig({ ...settings, volumePlugins: '/v', podLogs: '/l' }));
  expect(config).toMatchObject({
    failCgroupV1: false,
    imageGCHighThresholdPercent: 100,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: 'unix:///s',
  });
  expect(Object.values(config.evictionHard)).toEqual(['0%', '0%', '0%', '0%', '0%']);
});

test('the audit log holds writes without bodies', () => {
  const { rules } = parse(auditPolicy());
  expect(rules[0]).toEqual({
    level: 'Metadata',
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
  });
  expect(rules[1]).toEqual({ level: 'None' });
});
