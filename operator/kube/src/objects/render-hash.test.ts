import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import type { Manifest } from './kube-object.ts';
import { contentHash, withRenderHash } from './render-hash.ts';

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, shuffled(member)]),
  );
}

it('hashes equal content equally whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(contentHash(shuffled(value))).toBe(contentHash(value));
    }),
  );
});

it('writes canonical JSON that reads back as the content without its nulls', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
});

it('tells apart renders of which one leaves a field out', () => {
  expect(contentHash({ a: 1, b: 2 })).not.toBe(contentHash({ a: 1 }));
  expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
});

it('refuses what JSON cannot carry', () => {
  expect(() => canonicalJson({ at: Number.NaN })).toThrow('has no JSON form');
  expect(() => canonicalJson({ of: () => 1 })).toThrow('has no JSON form');
});

it('writes the same hash whether or not the object carries one already', () => {
  const bare = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', annotations: { x: 'y' } },
    data: { k: 'v' },
  };
  const once = withRenderHash('hash', bare);
  expect(once.metadata.annotations).toEqual({ x: 'y', hash: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(withRenderHash('hash', once)).toEqual(once);
});

it('stays the same over versions of the toolkit: another hash would apply every child again', () => {
  const object: Manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: { z: '1', a: '2' },
    n: [1, null, 2.5],
  };
  expect(withRenderHash('hash', object).metadata.annotations).toEqual({ hash: '9885f964781554c1' });
});
