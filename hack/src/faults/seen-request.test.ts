import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { seenRequest } from './seen-request.ts';

const see = (method: string, url: string) => seenRequest(1, { method, url, headers: {} } as IncomingMessage);

const rows: readonly (readonly [string, string, object])[] = [
  [
    'GET',
    '/api/v1/namespaces/n/pods',
    { verb: 'list', resource: 'pods', namespace: 'n', name: '', isWrite: false },
  ],
  ['GET', '/api/v1/namespaces/n/pods/p', { verb: 'get', resource: 'pods', name: 'p' }],
  ['GET', '/api/v1/pods?watch=true', { verb: 'watch', resource: 'pods', namespace: '' }],
  ['GET', '/api/v1/namespaces/n', { verb: 'get', resource: 'namespaces', namespace: '', name: 'n' }],
  ['GET', '/api/v1/namespaces', { verb: 'list', resource: 'namespaces', name: '' }],
  [
    'POST',
    '/apis/apps/v1/namespaces/n/deployments',
    { verb: 'create', resource: 'deployments', isWrite: true },
  ],
  [
    'PATCH',
    '/apis/example.dev/v1/namespaces/n/widgets/w/status?force=true',
    { verb: 'patch', resource: 'widgets', name: 'w', subresource: 'status', isWrite: true },
  ],
  ['PUT', '/apis/apps/v1/namespaces/n/deployments/d', { verb: 'update', name: 'd', isWrite: true }],
  ['DELETE', '/api/v1/nodes/a', { verb: 'delete', resource: 'nodes', name: 'a', isWrite: true }],
];

describe('seenRequest', () => {
  for (const [method, url, seen] of rows) {
    it(`reads ${method} ${url}`, () => {
      expect(see(method, url)).toMatchObject(seen);
    });
  }
});
