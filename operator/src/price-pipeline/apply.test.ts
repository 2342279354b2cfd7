import {
  type ApplyOutcome,
  KubeError,
  type KubeErrorCode,
  type KubeObject,
  type Manifest,
} from '@pricecast/kube';
import { describe, expect, test } from 'vitest';
import { applyChildren, type ChildWriters } from './apply.ts';
import { desired } from './desired.ts';
import { anObserved, aPipeline } from './testing/builders.ts';
import { answering, settledChildren } from './testing/world.ts';

const signal = new AbortController().signal;
const observed = anObserved();
const wanted = desired({ ...observed, kafka: answering(observed) });
const called = ({ kind, metadata }: KubeObject) => `${kind}/${metadata.name}`;

type Answer = ApplyOutcome | Error;

/** An applier that answers some children in a given way and creates all others; and what it was asked for. */
const anApplier = (answers: Readonly<Record<string, Answer>> = {}, deletion?: Error) => {
  const asked: string[] = [];
  const applier: ChildWriters['applier'] = {
    apply: async ({ desired: child }) => {
      const name = called(child);
      asked.push(name);
      const answer = answers[name] ?? { kind: 'Created', object: child as unknown as Manifest };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    delete: async ({ key }) => {
      asked.push(`delete ${key.name}`);
      if (deletion !== undefined) throw deletion;
      return { kind: 'Deleted' };
    },
  };
  return { applier, asked };
};

const replicas: ChildWriters['replicas'] = {
  set: async (_, { deployment, replicas: count }) => ({ ...deployment, spec: { replicas: count } }),
};

const failure = (code: KubeErrorCode, message: string) =>
  new KubeError(message, { code, call: 'patch services', retryable: false });

const run = async (answers: Readonly<Record<string, Answer>>) => {
  const { applier, asked } = anApplier(answers);
  const applied = await applyChildren({ applier, replicas }, observed.pipeline, wanted, signal);
  return { asked, ...applied };
};

describe('applying the children', () => {
  test('asks for every child in order, and tells what it made', async () => {
    const { asked, written, deeds, refusals } = await run({});
    expect(asked).toEqual([...wanted.shared, ...wanted.chains.flat()].map(called));
    expect(written).toHaveLength(asked.length);
    expect(deeds[0]).toEqual({ verb: 'Created', what: 'ServiceAccount btc-workload', detail: undefined });
    expect(refusals).toEqual([]);
  });

  test('never starts the broker on a volume of somebody else, and goes on with the other parts', async () => {
    const { asked, refusals } = await run({
      'PersistentVolumeClaim/btc-kafka-data': { kind: 'NameConflict', message: 'taken' },
    });
    expect(asked).not.toContain('StatefulSet/btc-kafka');
    expect(asked).toContain('Deployment/btc-exchange-replay');
    expect(refusals).toEqual([{ component: 'kafka', reason: 'NameConflict', what: 'taken' }]);
  });

  test('starts nothing when what all parts share is refused', async () => {
    const { asked, refusals } = await run({
      'ServiceAccount/btc-workload': { kind: 'NameConflict', message: 'taken' },
    });
    expect(asked).toEqual(['ServiceAccount/btc-workload']);
    expect(refusals).toEqual([{ component: undefined, reason: 'NameConflict', what: 'taken' }]);
  });

  const repaired: ApplyOutcome = {
    kind: 'Repaired',
    object: wanted.shared[0] as Manifest,
    by: ['kubectl-edit'],
    fields: ['.spec.ports'],
  };
  const rows: readonly (readonly [string, Answer, object])[] = [
    [
      'a child that is still being deleted is waited for',
      { kind: 'Leaving', message: 'going' },
      { reason: 'Progressing', what: 'going' },
    ],
    [
      'a fight over a child is told',
      {
        kind: 'Conflicted',
        by: ['argo'],
        fields: [],
        retryAfterSeconds: 60,
        message: 'argo keeps changing it back',
      },
      { reason: 'FieldConflict', what: 'Service btc-kafka: argo keeps changing it back' },
    ],
    [
      'a missing right is told apart',
      failure('KUBE_FORBIDDEN', 'patch services was answered 403: User "x" cannot patch resource "services"'),
      {
        reason: 'Forbidden',
        what: 'Service btc-kafka was refused: patch services was answered 403: User "x" cannot patch resource "services"',
      },
    ],
    [
      'from a quota',
      failure('KUBE_FORBIDDEN', 'exceeded quota: small'),
      { reason: 'Refused', what: 'Service btc-kafka was refused: exceeded quota: small' },
    ],
    ['an object that the server finds invalid is told', failure('KUBE_INVALID', 'no'), { reason: 'Refused' }],
  ];

  test.each(rows)('%s', async (_, answer, expected) => {
    const { refusals } = await run({ 'Service/btc-kafka': answer });
    expect(refusals).toMatchObject([{ component: 'kafka', ...expected }]);
  });

  test('says who had changed what of a child that it repaired', async () => {
    const { deeds } = await run({ 'Service/btc-kafka': repaired });
    expect(deeds).toContainEqual({
      verb: 'Repaired',
      what: 'Service btc-kafka',
      detail: 'kubectl-edit had changed .spec.ports',
    });
  });

  test('sets the first pods of a Deployment that is there, and takes it as it is then', async () => {
    const pipeline = aPipeline({ processing: {}, scaling: { processor: { minReplicas: 3 } } });
    const scaled = { ...observed, pipeline };
    const children = settledChildren(scaled);
    const everything = desired({ ...scaled, children, kafka: answering(scaled) });
    const { written } = await applyChildren({ ...anApplier(), replicas }, pipeline, everything, signal);
    expect(written.at(-1)).toMatchObject({ metadata: { name: 'btc-processor' }, spec: { replicas: 3 } });
  });

  test('throws what may heal by itself, so that it is tried again', async () => {
    const busy = failure('KUBE_UNAVAILABLE', 'busy');
    await expect(run({ 'Service/btc-kafka': busy })).rejects.toBe(busy);
  });

  test('deletes what is no longer wanted, and throws a delete that met a newer object', async () => {
    const children = settledChildren(observed);
    const without = desired(
      anObserved({
        children,
        pipeline: aPipeline({ sources: [{ name: 'a', type: 'Binance', symbols: ['BTCUSDT'] }] }),
      }),
    );
    const { applier, asked } = anApplier();
    await applyChildren({ applier, replicas }, observed.pipeline, without, signal);
    expect(asked).toContain('delete btc-exchange-replay');
    const conflict = failure('KUBE_CONFLICT', 'newer');
    await expect(
      applyChildren({ ...anApplier({}, conflict), replicas }, observed.pipeline, without, signal),
    ).rejects.toBe(conflict);
  });
});
