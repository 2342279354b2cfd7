import { expect, test } from 'vitest';
import type { Facts } from './facts.ts';
import { problemsOf } from './judgement.ts';

const gibibyte = 1024 ** 3;

const fit: Facts = {
  platform: 'linux',
  state: '/srv/clone/hack/.state',
  stateIsOnOverlay: false,
  isRoot: true,
  missing: [],
  goVersion: '1.26.8',
  toolsAreBuilt: false,
  freeDisk: [{ folder: '/srv/clone/hack/.state', bytes: 50 * gibibyte }],
  availableMemory: 8 * gibibyte,
  clusterRuns: false,
  otherState: undefined,
  bridgeIsForeign: false,
  foreignRoutes: [],
  listeners: [],
};

const taken = (address: string, port: number) => ({
  listeners: [{ address, port, program: 'nginx', pid: 7 }],
});

test('a fit machine has no problems', () => {
  expect(problemsOf(fit)).toEqual([]);
});

test.each<[string, Partial<Facts>, string, string]>([
  ['another system', { platform: 'darwin' }, 'needs Linux, and this is darwin', '--target kind'],
  ['no root', { isRoot: false }, 'needs root', 'sudo hack/up'],
  [
    'missing programs',
    {
      missing: [
        { name: 'nft', package: 'nftables' },
        { name: 'ip', package: 'iproute2' },
        { name: 'ss', package: 'iproute2' },
      ],
    },
    'missing: nft, ip, ss',
    'apt-get install iproute2 nftables',
  ],
  ['a Go from before modules', { goVersion: '1.15.2' }, 'Go 1.15.2 is too old', 'https://go.dev/dl'],
  [
    'a full disk',
    { freeDisk: [{ folder: '/cache', bytes: 7 * gibibyte }] },
    '/cache has 7.0 GiB free, and 8.0 GiB',
    'PRICECAST_CACHE',
  ],
  [
    'a very long path',
    { state: `/${'x'.repeat(72)}` },
    '1 characters too long for sockets',
    'clone it elsewhere',
  ],
  [
    'a path with a blank',
    { state: '/my clone/hack/.state' },
    'has characters that mount options',
    'clone it elsewhere',
  ],
  ['a container’s own file system', { stateIsOnOverlay: true }, 'lies on overlayfs', 'clone into a volume'],
  [
    'little memory',
    { availableMemory: gibibyte },
    '1.0 GiB of memory are available, and 3.0 GiB',
    'end other programs',
  ],
  [
    'another clone',
    { otherState: '/srv/other/hack/.state' },
    'another clone runs: /srv/other',
    'run /srv/other/hack/down',
  ],
  [
    'a foreign bridge',
    { bridgeIsForeign: true },
    'a network link cni0 is there already',
    'ip link delete cni0',
  ],
  ['a foreign route', { foreignRoutes: ['cni-podman0'] }, 'routed to cni-podman0', 'podman network rm'],
  [
    'a taken port',
    taken('127.0.0.1', 2379),
    'port 2379 of etcd is taken by nginx (process 7) on 127.0.0.1',
    'stop it',
  ],
  ['a server on all addresses', taken('0.0.0.0', 53), 'port 53 of coredns is taken by nginx', 'stop it'],
])('%s is named with its remedy', (_what, change, what, how) => {
  const problems = problemsOf({ ...fit, ...change });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.what).toContain(what);
  expect(problems[0]?.how).toContain(how);
});

test.each<[string, Partial<Facts>]>([
  ['the same port on another address', taken('127.0.0.53', 53)],
  [
    'less disk once the tools are built',
    { toolsAreBuilt: true, freeDisk: [{ folder: '/cache', bytes: 3 * gibibyte }] },
  ],
  ['an old Go once the tools are built', { toolsAreBuilt: true, goVersion: '1.15.2' }],
  ['little memory while the cluster itself holds it', { clusterRuns: true, availableMemory: gibibyte }],
])('%s is no problem', (_what, change) => {
  expect(problemsOf({ ...fit, ...change })).toEqual([]);
});

test('what another clone holds is named once, not port by port', () => {
  const change = { otherState: '/srv/other/hack/.state', bridgeIsForeign: true, ...taken('10.88.0.1', 6443) };
  expect(problemsOf({ ...fit, ...change })).toHaveLength(1);
});
