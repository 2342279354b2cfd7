import { describe, expect, it } from 'vitest';
import type { ObjectMeta } from '../objects/kube-object.ts';
import { appliedBy, ownershipOf } from './ownership.ts';

const owner = {
  apiVersion: 'example.dev/v1',
  kind: 'Widget',
  metadata: { name: 'w', namespace: 'n', uid: 'now' },
};
const controlledBy = (kind: string, name: string, uid: string): Partial<ObjectMeta> => ({
  ownerReferences: [{ apiVersion: 'example.dev/v1', kind, name, uid, controller: true }],
});
const ours = { managedFields: [{ manager: 'me', operation: 'Apply' }] };

const rows: readonly { name: string; metadata: Partial<ObjectMeta>; is: string }[] = [
  { name: 'a child that this owner controls', metadata: controlledBy('Widget', 'w', 'now'), is: 'Ours' },
  { name: 'a child of another owner', metadata: controlledBy('Widget', 'other', 'x'), is: 'Foreign' },
  {
    name: 'a child of another kind with the owner’s name',
    metadata: controlledBy('Gadget', 'w', 'x'),
    is: 'Foreign',
  },
  {
    name: 'a child left over from an earlier owner of that name',
    metadata: controlledBy('Widget', 'w', 'past'),
    is: 'Leaving',
  },
  {
    name: 'a child of another owner that we applied once',
    metadata: { ...controlledBy('Gadget', 'g', 'x'), ...ours },
    is: 'Foreign',
  },
  { name: 'an object that nobody controls', metadata: {}, is: 'Foreign' },
  { name: 'a child whose owner reference was stripped', metadata: ours, is: 'Ours' },
  {
    name: 'an object that we only patched',
    metadata: { managedFields: [{ manager: 'me', operation: 'Update' }] },
    is: 'Foreign',
  },
  {
    name: 'a child that is being deleted',
    metadata: { ...controlledBy('Widget', 'w', 'now'), deletionTimestamp: '2026-01-01T00:00:00Z' },
    is: 'Leaving',
  },
];

describe('ownershipOf', () => {
  for (const { name, metadata, is } of rows) {
    it(`${name} is ${is}`, () => {
      const live = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'c', namespace: 'n', ...metadata },
      };
      expect(ownershipOf(live, owner, appliedBy('me')).kind).toBe(is);
    });
  }
});
