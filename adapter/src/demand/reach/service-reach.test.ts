import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Pod } from '../../cluster/pod.ts';
import { AllowList } from './allow-list.ts';
import type { EndpointSlice, Service } from './service-endpoints.ts';
import { ServiceReach } from './service-reach.ts';

const wanted = { namespace: 'shop', service: 'queue', port: 80 };

const clusterIp: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'queue', namespace: 'shop' },
  spec: { ports: [{ name: 'web', port: 80 }] },
};
const externalName = (host: string): Service => ({
  ...clusterIp,
  spec: { type: 'ExternalName', externalName: host },
});
const slice = (address: string, pod?: string): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'queue-1', namespace: 'shop' },
  endpoints: [
    { addresses: [address], ...(pod === undefined ? {} : { targetRef: { kind: 'Pod', name: pod } }) },
  ],
  ports: [{ name: 'web', port: 8080 }],
});
const aPod = (name: string, podIP: string, change: Partial<Pod> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  status: { podIP, conditions: [{ type: 'Ready', status: 'True' }] },
  ...change,
});

interface Scene {
  service: Service | undefined;
  slices: EndpointSlice[];
  pods: Pod[];
  addresses: string[];
  allowed: string[];
}
let scene: Scene;
beforeEach(() => {
  scene = { service: clusterIp, slices: [], pods: [], addresses: [], allowed: [] };
});

function reachOf(
  resolve = async (_host: string): Promise<readonly string[]> => scene.addresses,
): ServiceReach {
  return new ServiceReach({
    service: async () => scene.service,
    slices: async () => scene.slices,
    pod: (namespace, name) =>
      scene.pods.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
    resolve,
    allowed: AllowList.parse(scene.allowed),
    monotonicMs: () => 0,
    random: () => 0,
  });
}

describe('where a Service may lead', () => {
  test('to a serving pod of its own namespace, by the address of the pod and its port', async () => {
    scene.slices = [slice('10.0.0.7', 'queue-0')];
    scene.pods = [aPod('queue-0', '10.0.0.7')];
    expect(await reachOf().endpointOf(wanted)).toEqual({ address: '10.0.0.7', port: 8080 });
  });

  const refused = /does not lead to serving pods of its namespace/;
  test.each<[string, RegExp, Partial<Scene>]>([
    [
      'the metadata service, written by hand into an EndpointSlice',
      refused,
      { slices: [slice('169.254.169.254')] },
    ],
    [
      'the API server by an EndpointSlice that names a pod',
      refused,
      {
        slices: [slice('10.9.0.1', 'queue-0')],
        pods: [aPod('queue-0', '10.0.0.7')],
      },
    ],
    [
      'a pod of another namespace',
      refused,
      {
        slices: [slice('10.0.0.9', 'other-0')],
        pods: [aPod('other-0', '10.0.0.9', { metadata: { name: 'other-0', namespace: 'other' } })],
      },
    ],
    [
      'the address of a pod that has ended, which another one may have by now',
      refused,
      {
        slices: [slice('10.0.0.7', 'queue-0')],
        pods: [aPod('queue-0', '10.0.0.7', { status: { podIP: '10.0.0.7', phase: 'Succeeded' } })],
      },
    ],
    [
      'a pod on the network of its node',
      refused,
      {
        slices: [slice('10.9.0.1', 'queue-0')],
        pods: [aPod('queue-0', '10.9.0.1', { spec: { hostNetwork: true } })],
      },
    ],
    [
      'a name that is not in the list',
      /is not in the administrator's list/,
      {
        service: externalName('kubernetes.default.svc'),
      },
    ],
    [
      'an address in the dress of a name',
      /is not in the administrator's list/,
      {
        service: externalName('169.254.169.254'),
      },
    ],
    [
      'a name in the list that stands for the metadata service',
      refused,
      {
        service: externalName('db.example.com'),
        addresses: ['169.254.169.254', '::ffff:169.254.169.254'],
        allowed: ['db.example.com', '0.0.0.0/0'],
      },
    ],
    ['a Service that does not exist', /does not exist/, { service: undefined }],
  ])('never to %s', async (_, message, change) => {
    scene = { ...scene, ...change };
    await expect(reachOf().endpointOf(wanted)).rejects.toMatchObject({
      code: 'DEMAND_REFUSED',
      message: expect.stringMatching(message),
    });
  });

  test('to what the administrator names, and the other endpoints are left out', async () => {
    scene.slices = [slice('10.9.0.1'), slice('192.0.2.7')];
    scene.allowed = ['192.0.2.7:8080'];
    expect(await reachOf().endpointOf(wanted)).toEqual({ address: '192.0.2.7', port: 8080 });
  });

  test('a name that changes its meaning leads to the address that was checked, looked up once for each use', async () => {
    scene.service = externalName('db.example.com');
    scene.allowed = ['db.example.com'];
    const resolve = vi
      .fn<(host: string) => Promise<readonly string[]>>()
      .mockResolvedValueOnce(['192.0.2.7'])
      .mockResolvedValue(['127.0.0.1']);
    const reach = reachOf(resolve);
    expect(await reach.endpointOf(wanted)).toEqual({ address: '192.0.2.7', port: 80 });
    await expect(reach.endpointOf(wanted)).rejects.toMatchObject({ code: 'DEMAND_REFUSED' });
    expect(resolve).toHaveBeenCalledTimes(2);
  });

  test('nothing that is ready is no refusal', async () => {
    await expect(reachOf().endpointOf(wanted)).rejects.toMatchObject({ code: 'DEMAND_UNREACHABLE' });
  });
});
