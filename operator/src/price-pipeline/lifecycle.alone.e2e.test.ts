import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubectlOfState } from '../../../hack/src/cluster/kubectl.ts';
import { applyObjects, pipelineOf } from '../../../hack/src/proofs/apply-object.ts';
import { childrenOf, namesOf, type SeenChild } from '../../../hack/src/proofs/pipeline-objects.ts';
import { readPipeline, until, untilCondition } from '../../../hack/src/proofs/pipeline-watch.ts';
import { type ScratchNamespace, scratchNamespace } from '../../../hack/src/proofs/scratch-namespace.ts';

const kubectl = kubectlOfState();
const wide = {
  name: 'replay',
  type: 'Replay',
  symbols: ['BTCUSDT', 'ETHUSDT'],
  symbolsPerShard: 1,
  replay: { tradesPerSecond: 20 },
};
const narrow = { ...wide, symbolsPerShard: 2 };

let scratch: ScratchNamespace;

const apply = (spec: object) =>
  applyObjects(scratch.kubectl, pipelineOf('btc', { sources: [wide], ...spec }));
const untilReady = () => untilCondition(scratch.kubectl, 'btc', { type: 'Ready', status: 'True' }, 90);
const children = () => childrenOf(scratch.kubectl, 'btc');
const child = async (name: string): Promise<SeenChild | undefined> =>
  (await children()).find(({ kind, metadata }) => `${kind}/${metadata.name}` === name);
const notes = () =>
  scratch.kubectl([
    'get',
    'events',
    '-o',
    'jsonpath={range .items[*]}{.reason}: {.message}{.note}{"\\n"}{end}',
  ]);
/** Trades that were ever written, as the broker counts them. */
const tradesWritten = async (): Promise<number> => {
  const tool = ['java', '-Xmx64m', '-cp', '/opt/kafka/lib/*', 'org.apache.kafka.tools.GetOffsetShell'];
  const server = `btc-kafka-0.btc-kafka.${scratch.name}.svc:9092`;
  const topic = `${scratch.name}.btc.trades.v1`;
  const words = ['--bootstrap-server', server, '--topic', topic];
  const printed = await scratch.kubectl(['exec', 'btc-kafka-0', '-c', 'kafka', '--', ...tool, ...words]);
  // One `topic:partition:offset` to a line, between lines of the tool's log.
  const offsets = printed.split('\n').filter((line) => line.startsWith(`${topic}:`));
  return offsets.reduce((sum, line) => sum + Number(line.split(':').at(-1)), 0);
};
const claim = 'PersistentVolumeClaim/btc-kafka-data';
const clusterIdOf = (found: SeenChild | undefined) =>
  found?.metadata.annotations?.['pricecast.dev/kafka-cluster-id'];

beforeAll(async () => {
  scratch = await scratchNamespace(kubectl, 'operator-e2e-lifecycle');
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('the life of a pipeline', () => {
  test('begins with an answer at once, and gets Ready', async () => {
    await apply({});
    const created = performance.now();
    const first = await until(
      'a first status',
      async () => (await readPipeline(scratch.kubectl, 'btc'))?.status,
      2,
    );
    expect(first.conditions?.length).toBeGreaterThan(0);
    expect(performance.now() - created).toBeLessThan(1_500);
    await untilReady();
    expect((await readPipeline(scratch.kubectl, 'btc'))?.status).toMatchObject({
      symbols: '2',
      replicas: '4/4',
    });
  });

  const deleted = [
    'ServiceAccount/btc-workload',
    'Service/btc-kafka',
    'ConfigMap/btc-kafka',
    'NetworkPolicy/btc-collector',
    'Deployment/btc-collector-replay-1',
  ];

  test.each(deleted)('%s that somebody deletes is made again', async (name) => {
    const before = await child(name);
    const [kind = '', object = ''] = name.split('/');
    await scratch.kubectl(['delete', kind, object, '--cascade=foreground']);
    const again = await until(
      `${name} is back`,
      async () => {
        const found = await child(name);
        return found?.metadata.uid === before?.metadata.uid ? undefined : found;
      },
      5,
    );
    expect(again.metadata.labels).toEqual(before?.metadata.labels);
    await until(
      'an event says so',
      async () => (await notes()).includes(`Repaired ${kind} ${object}`) || undefined,
    );
  });

  test('a field that somebody changes is put back, and what others add stays', async () => {
    await scratch.kubectl(['annotate', 'service', 'btc-kafka', 'team=payments']);
    await scratch.kubectl([
      'patch',
      'service',
      'btc-kafka',
      '--type=merge',
      '-p',
      '{"spec":{"publishNotReadyAddresses":false}}',
    ]);
    const repaired = await until(
      'the field is back',
      async () => {
        const found = await child('Service/btc-kafka');
        return found?.spec?.publishNotReadyAddresses === true ? found : undefined;
      },
      5,
    );
    expect(repaired.metadata.annotations).toMatchObject({ team: 'payments' });
  });

  test('a child whose labels somebody strips is found and labelled again', async () => {
    await scratch.kubectl([
      'label',
      'configmap',
      'btc-kafka',
      'app.kubernetes.io/managed-by-',
      'pricecast.dev/pipeline-',
    ]);
    await until('the labels are back', () => child('ConfigMap/btc-kafka'), 15);
  });

  test('fewer shards delete what is no longer wanted', async () => {
    await untilReady();
    await apply({ sources: [narrow] });
    await untilReady();
    const names = namesOf(await children());
    expect(names).toContain('Deployment/btc-collector-replay-0');
    expect(names).not.toContain('Deployment/btc-collector-replay-1');
  });

  test('suspended, it stops collectors and keeps everything else; it goes on where it was', async () => {
    await apply({ sources: [narrow], suspend: true });
    await untilCondition(scratch.kubectl, 'btc', { type: 'Paused', status: 'True' });
    const collectors = ['get', 'pods', '-l', 'app.kubernetes.io/component=collector', '-o', 'name'];
    await until('no collector', async () => ((await scratch.kubectl(collectors)) === '' ? true : undefined));
    await apply({ sources: [narrow] });
    await untilReady();
    const { status } = (await readPipeline(scratch.kubectl, 'btc')) ?? {};
    expect(status?.conditions?.map(({ type }) => type)).not.toContain('Paused');
  });

  test('a change that the schema refuses changes nothing, and the next one is taken', async () => {
    await expect(apply({ sources: [{ ...narrow, symbols: ['btc-usdt'] }] })).rejects.toThrow(/upper case/);
    await untilReady();
  });

  test('a broker that is deleted comes back with its records', async () => {
    const before = await tradesWritten();
    expect(before).toBeGreaterThan(0);
    await scratch.kubectl(['delete', 'pod', 'btc-kafka-0']);
    await untilCondition(scratch.kubectl, 'btc', { type: 'KafkaReady', status: 'False' }, 30);
    await untilReady();
    expect(await tradesWritten()).toBeGreaterThanOrEqual(before);
  });

  test('deleted, it leaves nothing but its volume; made again, it adopts that', async () => {
    const kept = await child(claim);
    const written = await tradesWritten();
    const before = await readPipeline(scratch.kubectl, 'btc');
    await scratch.kubectl(['delete', 'pricepipeline', 'btc', '--cascade=foreground']);
    await until('only the volume is left', async () =>
      namesOf(await children()).join() === claim ? true : undefined,
    );

    await apply({ sources: [narrow] });
    await untilReady();
    const adopted = await child(claim);
    expect(adopted?.metadata.uid).toBe(kept?.metadata.uid);
    expect(await tradesWritten()).toBeGreaterThanOrEqual(written);
    expect(clusterIdOf(adopted)).toBe(clusterIdOf(kept));
    expect((await readPipeline(scratch.kubectl, 'btc'))?.metadata.uid).not.toBe(before?.metadata.uid);
  });

  test('with deletionPolicy Delete the volume goes too', async () => {
    await apply({ sources: [narrow], deletionPolicy: 'Delete' });
    await until(
      'the volume has an owner',
      async () => (await child(claim))?.metadata.ownerReferences?.[0]?.uid,
    );
    await untilReady();
    await scratch.kubectl(['delete', 'pricepipeline', 'btc']);
    await until('nothing is left', async () => ((await children()).length === 0 ? true : undefined), 90);
  });
});
