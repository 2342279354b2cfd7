import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withRenderHash } from '../objects/render-hash.ts';
import { missingPaths } from './missing-paths.ts';
import { needsApply } from './needs-apply.ts';

const container = (fields: object) => ({
  spec: { template: { spec: { containers: [{ name: 'main', ...fields }] } } },
});
const CONTAINER = '.spec.template.spec.containers.*';

const rows: readonly { name: string; desired: unknown; live: unknown; missing: readonly string[] }[] = [
  { name: 'contains what is equal', desired: { a: 1 }, live: { a: 1 }, missing: [] },
  {
    name: 'does not mind fields of others',
    desired: { a: { b: 1 } },
    live: { a: { b: 1, c: 2 }, d: 3 },
    missing: [],
  },
  { name: 'sees a changed value', desired: { a: { b: 1 } }, live: { a: { b: 2 } }, missing: ['.a.b'] },
  { name: 'sees a removed field', desired: { a: { b: 1 } }, live: { a: {} }, missing: ['.a.b'] },
  {
    name: 'takes an absent null, text, list and object for stored',
    desired: { a: null, b: '', c: [], d: {} },
    live: {},
    missing: [],
  },
  { name: 'sees a null where something is', desired: { a: null }, live: { a: 1 }, missing: ['.a'] },
  { name: 'sees an empty text where something is', desired: { a: '' }, live: { a: 'x' }, missing: ['.a'] },
  {
    name: 'takes a zero that the server drops for stored',
    desired: { hostNetwork: false },
    live: {},
    missing: [],
  },
  {
    name: 'sees a false that means something when it is gone',
    desired: { spec: { automountServiceAccountToken: false } },
    live: { spec: {} },
    missing: ['.spec.automountServiceAccountToken'],
  },
  {
    name: 'takes other spellings of an amount for equal',
    desired: container({ resources: { requests: { cpu: '1000m', memory: '1024Mi' } } }),
    live: container({ resources: { requests: { cpu: '1', memory: '1Gi' } } }),
    missing: [],
  },
  {
    name: 'does not take texts outside of amounts for amounts',
    desired: { metadata: { labels: { version: '1.0' } } },
    live: { metadata: { labels: { version: '1' } } },
    missing: ['.metadata.labels.version'],
  },
  {
    name: 'finds items of a map list by key, in any order and among others',
    desired: container({
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    }),
    live: container({
      env: [
        { name: 'X', value: '9' },
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ],
    }),
    missing: [],
  },
  {
    name: 'sees an item of a map list that is gone',
    desired: container({ env: [{ name: 'A', value: '1' }] }),
    live: container({ env: [] }),
    missing: [`${CONTAINER}.env.*`],
  },
  {
    name: 'knows that a port without a protocol is TCP',
    desired: container({ ports: [{ containerPort: 9090, name: 'ops' }] }),
    live: container({ ports: [{ containerPort: 9090, name: 'ops', protocol: 'TCP' }] }),
    missing: [],
  },
  {
    name: 'takes ports of a Service by number and protocol',
    desired: { spec: { ports: [{ port: 9092, name: 'kafka' }] } },
    live: {
      spec: {
        ports: [
          { port: 1, protocol: 'TCP' },
          { port: 9092, name: 'kafka', protocol: 'TCP', targetPort: 9092 },
        ],
      },
    },
    missing: [],
  },
  {
    name: 'takes rules of a NetworkPolicy as one value',
    desired: { spec: { ingress: [{ ports: [{ port: 1 }] }] } },
    live: { spec: { ingress: [{ ports: [{ port: 1, protocol: 'TCP' }] }, { from: [] }] } },
    missing: ['.spec.ingress'],
  },
  {
    name: 'compares other lists item by item',
    desired: container({ args: ['a', 'b'] }),
    live: container({ args: ['b', 'a'] }),
    missing: [`${CONTAINER}.args.*`, `${CONTAINER}.args.*`],
  },
  {
    name: 'takes a list of plain values for one value, whatever its name',
    desired: { spec: { volumes: ['a', 'b'] } },
    live: { spec: { volumes: ['b', 'a'] } },
    missing: ['.spec.volumes.*', '.spec.volumes.*'],
  },
  {
    name: 'lets others add finalizers',
    desired: { metadata: { finalizers: ['ours'] } },
    live: { metadata: { finalizers: ['theirs', 'ours'] } },
    missing: [],
  },
  {
    name: 'sees an object where a text should be',
    desired: { a: 'x' },
    live: { a: { b: 1 } },
    missing: ['.a'],
  },
  { name: 'sees a text where a list should be', desired: { a: ['x'] }, live: { a: 'x' }, missing: ['.a'] },
];

describe('missingPaths', () => {
  for (const { name, desired, live, missing } of rows) {
    it(name, () => {
      expect(missingPaths(desired, live)).toEqual(missing);
    });
  }

  const json = fc.jsonValue({ maxDepth: 4 });
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'containers', 'finalizers', 'name'), json);

  it('finds nothing missing in an equal object', () => {
    fc.assert(
      fc.property(object, (value) => {
        expect(missingPaths(value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  it('finds nothing missing when others add fields', () => {
    fc.assert(
      fc.property(object, json, (value, theirs) => {
        expect(missingPaths(value, { ...value, theirs })).toEqual([]);
      }),
    );
  });

  it('sees every text that was changed, wherever it lies outside of lists', () => {
    const path = fc.array(fc.constantFrom('spec', 'a', 'b'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(path, object, (names, rest) => {
        const at = (leaf: unknown) =>
          names.reduceRight<unknown>((inner, name) => ({ ...rest, [name]: inner }), leaf);
        expect(missingPaths(at('ours'), at('theirs'))).toEqual([`.${names.join('.')}`]);
      }),
    );
  });
});

describe('needsApply', () => {
  const desired = withRenderHash('hash', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'n' },
    data: { x: '1' },
  });
  const live = (fields: object) => ({ ...structuredClone(desired), ...fields });

  it('needs nothing when the live object contains the render', () => {
    expect(needsApply('hash', desired, live({ status: {} }))).toEqual({ kind: 'None' });
  });

  it('names drift when the render is the same', () => {
    expect(needsApply('hash', desired, live({ data: { x: '2' } }))).toEqual({
      kind: 'Drifted',
      paths: ['.data.x'],
    });
  });

  it('sees that a render lost a field, although the live object contains all that is left', () => {
    const smaller = withRenderHash('hash', { ...desired, data: {} });
    expect(needsApply('hash', smaller, live({}))).toEqual({ kind: 'Changed' });
  });

  it('sees an object that was never rendered', () => {
    expect(needsApply('hash', desired, live({ metadata: { name: 'a', namespace: 'n' } }))).toEqual({
      kind: 'Changed',
    });
  });
});
