import { KubeClient, type Transport } from '@pricecast/kube';
import { describe, expect, test } from 'vitest';
import { declaredOnly, isDeclared } from './declared-calls.ts';
import { permissions } from './permissions.ts';
import { childResources, resources } from './resources.ts';

const silent: Transport = {
  send: async () => ({}),
  open: async () => ({ chunks: (async function* () {})() }),
};
const client = new KubeClient(declaredOnly(silent), 'test');
const key = { namespace: 'a', name: 'b' };
const object = { apiVersion: '', kind: '', metadata: key };

describe('the permissions of the operator', () => {
  test('name no wildcard, and say why', () => {
    for (const { apiGroup, resource, verbs, why } of permissions) {
      expect([apiGroup, resource, ...verbs].join()).not.toContain('*');
      expect(why).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('let Secrets only be read, one by one, and written in the namespaces of operator and KEDA alone', () => {
    const secrets = permissions.filter(({ resource }) => resource === 'secrets');
    const ofPipelines = secrets.filter(({ scope }) => scope === 'Cluster').map(({ verbs }) => verbs);
    expect(ofPipelines).toEqual([['get']]);
    const written = secrets.filter(({ verbs }) => verbs.some((verb) => verb !== 'get'));
    expect(new Set(written.map(({ scope }) => scope))).toEqual(
      new Set(['OperatorNamespace', 'KedaNamespace']),
    );
  });

  test('cover every kind of child', () => {
    for (const resource of childResources) {
      for (const verb of ['get', 'list', 'watch', 'create', 'patch'] as const) {
        const call = { verb, resource, path: '', idempotent: true };
        expect([resource.kind, verb, isDeclared(permissions, call)]).toEqual([resource.kind, verb, true]);
      }
    }
  });

  test('let a declared call pass', async () => {
    await expect(client.get(resources.secrets, key)).resolves.toEqual({});
    await expect(client.applyStatus(resources.pricePipelines, object)).resolves.toEqual({});
  });

  test.each([
    ['delete persistentvolumeclaims', () => client.delete(resources.volumeClaims, key)],
    ['patch pricepipelines', () => client.apply(resources.pricePipelines, object)],
    ['delete secrets', () => client.delete(resources.secrets, key)],
    ['patch deployments/status', () => client.applyStatus(resources.deployments, object)],
  ])('refuse %s, which nobody declared', async (name, call) => {
    await expect(call()).rejects.toThrow(`${name} is not declared: add it to permissions.ts and say why`);
  });
});
