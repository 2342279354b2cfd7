import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { stateDirectory } from '../repository.ts';
import { type Kubectl, localKubectl } from './kubectl.ts';
import { layoutOf } from './layout.ts';
import { volumeFolder } from './volumes.ts';

const namespace = 'pricecast-test-cluster';
const layout = layoutOf(stateDirectory);
const kubectl: Kubectl = localKubectl(layout);
const inNamespace: Kubectl = (words, input) => kubectl(['--namespace', namespace, ...words], input);
const apply = (...objects: object[]) =>
  inNamespace(['apply', '-f', '-'], objects.map((object) => stringify(object)).join('---\n'));

/** An image with Node that the cluster has in any case. */
let image = '';

beforeAll(async () => {
  const path = 'jsonpath={.spec.template.spec.containers[0].image}';
  image = await kubectl(['-n', 'pricecast-system', 'get', 'deployment', 'pricecast-operator', '-o', path]);
  await kubectl(['delete', 'namespace', namespace, '--ignore-not-found']);
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await kubectl(
    ['apply', '-f', '-'],
    stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } }),
  );
});

afterAll(() => kubectl(['delete', 'namespace', namespace, '--ignore-not-found', '--wait=false']));

const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

function pod(name: string, code: string, volumes: { container?: object; pod?: object } = {}): object {
  const container = { name: 'node', image, imagePullPolicy: 'IfNotPresent', command: ['node', '-e', code] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        fsGroup: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [{ ...container, securityContext: restricted, ...volumes.container }],
      ...volumes.pod,
    },
  };
}

/** A Ready pod is not yet behind its Service: kube-proxy follows a moment later. */
const askUntilAnswered = (url: string) => `
  const ask = () => fetch('${url}').then((r) => r.text()).then(console.log, () => setTimeout(ask, 200));
  ask();`;

const succeeded = (name: string) =>
  inNamespace(['wait', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s', `pod/${name}`]);

describe('the local cluster', () => {
  test('lets a pod reach a Service by its name', async () => {
    const ports = [{ port: 80, targetPort: 8080 }];
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports },
    };
    await apply(service, pod('web', "require('http').createServer((q, s) => s.end('hello')).listen(8080)"));
    await inNamespace(['wait', '--for=condition=Ready', '--timeout=60s', 'pod/web']);
    await apply(pod('client', askUntilAnswered(`http://web.${namespace}.svc`)));
    await succeeded('client');
    expect(await inNamespace(['logs', 'client'])).toBe('hello');
  });

  test('refuses a pod that is not restricted, with the reason', async () => {
    const spec = { containers: [{ name: 'node', image }] };
    const loose = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'loose' }, spec };
    await expect(apply(loose)).rejects.toThrow('violates PodSecurity "restricted');
  });

  test('empties a volume and makes it available again once its claim is deleted', async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const volumes = {
      container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
    };
    await apply(claim, pod('writer', "require('fs').writeFileSync('/data/kept', 'words')", volumes));
    await succeeded('writer');
    const volume = await inNamespace([
      'get',
      'persistentvolumeclaim',
      'data',
      '-o',
      'jsonpath={.spec.volumeName}',
    ]);
    const file = join(volumeFolder(layout, volume), 'kept');
    await inNamespace(['delete', 'pod', 'writer']);
    expect(await readFile(file, 'utf8')).toBe('words');

    await inNamespace(['delete', 'persistentvolumeclaim', 'data']);
    const phase = () => kubectl(['get', 'persistentvolume', volume, '-o', 'jsonpath={.status.phase}']);
    await vi.waitFor(async () => expect(await phase()).toBe('Available'), { timeout: 30_000, interval: 500 });
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  test('writes down who wrote what, and no reads', async () => {
    const name = `trace-${randomUUID()}`;
    await apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { secret: 'hidden words' },
    });
    await inNamespace(['get', 'configmap', name]);
    const lines = (await readFile(join(layout.logs, 'audit.log'), 'utf8')).split('\n');
    const ours = lines.filter((line) => line.includes(`"namespace":"${namespace}"`) && line.includes(name));
    expect(ours.map((line) => JSON.parse(line)).map(({ verb, user }) => [verb, user.username])).toEqual([
      ['create', 'pricecast-admin'],
    ]);
    expect(ours.join()).not.toContain('hidden words');
  });
});
