import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubectlOfState } from '../../../hack/src/cluster/kubectl.ts';
import { applyObjects, pipelineOf } from '../../../hack/src/proofs/apply-object.ts';
import { whileOperatorIsAway } from '../../../hack/src/proofs/operator-stand-in.ts';
import { startOwnOperator } from '../../../hack/src/proofs/own-operator.ts';
import { untilCondition } from '../../../hack/src/proofs/pipeline-watch.ts';
import { type ScratchNamespace, scratchNamespace } from '../../../hack/src/proofs/scratch-namespace.ts';
import { kubeconfigPath } from '../../../hack/src/repository.ts';

const replay = { name: 'replay', type: 'Replay', symbols: ['BTCUSDT'], replay: { tradesPerSecond: 10 } };
const kubectl = kubectlOfState();

let scratch: ScratchNamespace;

const expectKafka = (name: string, reason: string) =>
  untilCondition(scratch.kubectl, name, { type: 'KafkaReady', status: 'False', reason });

/** The message of KafkaReady as soon as its reason is another one. */
const untilHealed = async (name: string) =>
  (await untilCondition(scratch.kubectl, name, { type: 'KafkaReady', status: 'True' }, 90)).message;

beforeAll(async () => {
  scratch = await scratchNamespace(kubectl, 'operator-e2e-faults');
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('what stands in the way inside of the cluster', () => {
  test('a Service of somebody else under the name of a child is left alone, until it is gone', async () => {
    const foreign = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'taken-kafka', labels: { team: 'payments' } },
      spec: { clusterIP: 'None', ports: [{ name: 'theirs', port: 1 }] },
    };
    const read = () => scratch.kubectl(['get', 'service', 'taken-kafka', '-o', 'yaml']);
    await applyObjects(scratch.kubectl, foreign);
    const before = await read();
    await applyObjects(scratch.kubectl, pipelineOf('taken', { sources: [replay] }));
    const { message } = await expectKafka('taken', 'NameConflict');
    expect(message).toMatch(
      /^Service taken-kafka was made by somebody else, since .*Z\. Delete or rename that object, or choose another name for the pipeline\.$/,
    );
    expect(await read()).toBe(before);
    expect(await scratch.kubectl(['get', 'statefulsets', '-o', 'name'])).toBe('');
    await scratch.kubectl(['delete', 'service', 'taken-kafka']);
    expect(await untilHealed('taken')).toContain('Kafka answers at taken-kafka.');
    await scratch.kubectl(['delete', 'pricepipeline', 'taken']);
  });

  test('a volume claim of somebody else is never mounted', async () => {
    const foreign = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'mine-kafka-data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    await applyObjects(scratch.kubectl, foreign, pipelineOf('mine', { sources: [replay] }));
    const { message } = await expectKafka('mine', 'NameConflict');
    expect(message).toContain('PersistentVolumeClaim mine-kafka-data was made by somebody else');
    expect(await scratch.kubectl(['get', 'statefulsets', '-o', 'name'])).toBe('');
    await scratch.kubectl(['delete', 'pricepipeline', 'mine']);
  });

  test('a volume that no storage class provides is waited for', async () => {
    const embedded = { storage: { storageClassName: 'no-such-class', size: '1Gi' } };
    await applyObjects(scratch.kubectl, pipelineOf('bare', { sources: [replay], kafka: { embedded } }));
    const { message } = await expectKafka('bare', 'VolumePending');
    expect(message).toContain(
      'PersistentVolumeClaim bare-kafka-data has no volume. Pod bare-kafka-0 waits for a node',
    );
    await scratch.kubectl(['delete', 'pricepipeline', 'bare']);
  });

  test('a node that takes no pods makes them unschedulable, until it takes some', async () => {
    const nodes = (await kubectl(['get', 'nodes', '-o', 'name'])).split('\n');
    await kubectl(['cordon', ...nodes]);
    try {
      await applyObjects(scratch.kubectl, pipelineOf('full', { sources: [replay] }));
      const { message } = await expectKafka('full', 'Unschedulable');
      expect(message).toContain('Pod full-kafka-0 waits for a node: 0/');
    } finally {
      await kubectl(['uncordon', ...nodes]);
    }
    await untilHealed('full');
    await scratch.kubectl(['delete', 'pricepipeline', 'full']);
  });

  test('an image that cannot be pulled is named, and a right one heals it', async () => {
    await whileOperatorIsAway(kubectl, async ({ images }) => {
      const options = { kubeconfig: kubeconfigPath, namespaces: [scratch.name] };
      await applyObjects(scratch.kubectl, pipelineOf('image', { sources: [replay] }));
      {
        const wrong = { ...images, tag: 'no-such-tag' };
        await using _ = await startOwnOperator({ ...options, name: 'wrong-images', images: wrong });
        const { message } = await expectKafka('image', 'ImagePullFailed');
        expect(message).toContain(`${images.registry}/kafka:no-such-tag of container`);
        expect(message).toContain('in pod image-kafka-0 cannot be pulled, since ');
      }
      await using _ = await startOwnOperator({ ...options, name: 'right-images', images });
      await untilHealed('image');
    });
    await scratch.kubectl(['delete', 'pricepipeline', 'image']);
  });
});
