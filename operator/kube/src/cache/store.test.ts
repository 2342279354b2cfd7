import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../objects/kube-object.ts';
import { byLabel, byOwnerUid } from './indexers.ts';
import { withoutBookkeeping } from './projection.ts';
import { Store } from './store.ts';

function thing(
  name: string,
  version: number,
  more: { uid?: string; colour?: string; owner?: string } = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: {
      namespace: 'n',
      name,
      uid: more.uid ?? 'first',
      resourceVersion: String(version),
      labels: more.colour === undefined ? {} : { colour: more.colour },
      ownerReferences:
        more.owner === undefined ? [] : [{ apiVersion: 'v1', kind: 'Owner', name: 'o', uid: more.owner }],
    },
  };
}

const indexers = { colour: byLabel('colour'), owner: byOwnerUid };

describe('Store', () => {
  it('says nothing when the same version comes again', () => {
    const store = new Store();
    store.put(thing('a', 1));
    expect(store.put(thing('a', 1))).toEqual([]);
  });

  it('tells a deleted and re-created object as two steps', () => {
    const store = new Store();
    const [first, second] = [thing('a', 1), thing('a', 2, { uid: 'second' })];
    store.put(first);
    expect(store.put(second)).toEqual([
      { key: 'n/a', before: first, after: undefined },
      { key: 'n/a', before: undefined, after: second },
    ]);
    expect(store.get('n/a')).toBe(second);
  });

  it('refuses an index that was not declared', () => {
    expect(() => new Store().byIndex('colour', 'red')).toThrow('no index named colour');
  });

  it('finds by index exactly what a search through all objects finds, after any changes', () => {
    const colour = fc.constantFrom('red', 'blue', undefined);
    const change = fc.record({ name: fc.constantFrom('a', 'b', 'c'), colour, gone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const store = new Store<KubeObject>(indexers);
        changes.forEach(({ name, colour: shade, gone }, index) => {
          if (gone) store.remove(`n/${name}`);
          else
            store.put(
              thing(name, index + 1, { ...(shade === undefined ? {} : { colour: shade }), owner: name }),
            );
        });
        for (const shade of ['red', 'blue']) {
          const found = new Set(store.byIndex('colour', `n/${shade}`));
          expect(found).toEqual(
            new Set(store.list().filter(({ metadata }) => metadata.labels?.colour === shade)),
          );
        }
        for (const name of ['a', 'b', 'c']) {
          expect(store.byIndex('owner', name)).toEqual(
            store.get(`n/${name}`) === undefined ? [] : [store.get(`n/${name}`)],
          );
        }
      }),
    );
  });
});

describe('withoutBookkeeping', () => {
  it('drops what only servers and kubectl read, and keeps the rest', () => {
    const object = {
      ...thing('a', 1),
      data: { x: '1' },
      metadata: {
        ...thing('a', 1).metadata,
        managedFields: [{ manager: 'me' }],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{…}', mine: 'kept' },
      },
    };
    const kept = withoutBookkeeping(object);
    expect(kept).toEqual({
      ...thing('a', 1),
      data: { x: '1' },
      metadata: { ...thing('a', 1).metadata, annotations: { mine: 'kept' } },
    });
    expect(object.metadata.managedFields).toHaveLength(1);
  });
});
