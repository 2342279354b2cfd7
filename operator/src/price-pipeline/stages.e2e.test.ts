import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubectlOfState } from '../../../hack/src/cluster/kubectl.ts';
import { applyObjects, pipelineOf } from '../../../hack/src/proofs/apply-object.ts';
import { childrenOf, namesOf } from '../../../hack/src/proofs/pipeline-objects.ts';
import { until, untilCondition } from '../../../hack/src/proofs/pipeline-watch.ts';
import { type ScratchNamespace, scratchNamespace } from '../../../hack/src/proofs/scratch-namespace.ts';

const sources = [{ name: 'replay', type: 'Replay', symbols: ['BTCUSDT'], replay: { tradesPerSecond: 20 } }];
const scaling = { processor: { minReplicas: 2, maxReplicas: 4 } };

interface SeenDeployment {
  readonly metadata: {
    readonly creationTimestamp: string;
    readonly managedFields: readonly { readonly manager: string; readonly fieldsV1: object }[];
  };
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number; readonly replicas?: number };
}

let scratch: ScratchNamespace;

const apply = (spec: object) => applyObjects(scratch.kubectl, pipelineOf('btc', { sources, ...spec }));
const untilReady = () => untilCondition(scratch.kubectl, 'btc', { type: 'Ready', status: 'True' }, 120);
const get = async <T>(...words: string[]): Promise<T> =>
  JSON.parse(await scratch.kubectl(['get', ...words, '-o', 'json', '--show-managed-fields'])) as T;
const processor = () => get<SeenDeployment>('deployment', 'btc-processor');

/** Who owns the number of pods. */
const ownersOfReplicas = async (): Promise<string[]> =>
  (await processor()).metadata.managedFields
    .filter(({ fieldsV1 }) => JSON.stringify(fieldsV1).includes('"f:spec":{') && ownsReplicas(fieldsV1))
    .map(({ manager }) => manager);
const ownsReplicas = (fields: object): boolean =>
  Object.hasOwn((fields as { 'f:spec'?: object })['f:spec'] ?? {}, 'f:replicas');

beforeAll(async () => {
  scratch = await scratchNamespace(kubectlOfState(), 'operator-e2e-stages');
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('a stage that scales', () => {
  test('starts after the topics, with the fewest pods that the spec allows, and counts into Ready', async () => {
    await apply({ processing: {}, scaling });
    await untilReady();
    await untilCondition(scratch.kubectl, 'btc', { type: 'ProcessorReady', status: 'True' });
    expect((await processor()).status).toMatchObject({ replicas: 2, readyReplicas: 2 });
    expect(namesOf(await childrenOf(scratch.kubectl, 'btc'))).toEqual(
      expect.arrayContaining([
        'Service/btc-processor',
        'NetworkPolicy/btc-processor',
        'PodDisruptionBudget/btc-processor',
        'PredictiveScaler/btc-processor',
      ]),
    );
  });

  test('has an HPA, and the operator owns none of its number of pods', async () => {
    await until('the HPA', async () => (await scratch.kubectl(['get', 'hpa', '-o', 'name'])) || undefined);
    expect(await ownersOfReplicas()).toEqual(['pricecast-operator-replicas']);
  });

  // Whoever wrote the number last owns it: the person, or after him the HPA, which may have looked meanwhile.
  test('leaves the number to whom it belongs when somebody has changed it and a roll-out follows', async () => {
    await scratch.kubectl(['scale', 'deployment', 'btc-processor', '--replicas=3']);
    await apply({ processing: { latenessSeconds: 2 }, scaling });
    await until('the new template', async () => {
      const { spec } = await get<{ spec: { template: object } }>('deployment', 'btc-processor');
      return JSON.stringify(spec.template).includes('"LATENESS_SECONDS","value":"2"') || undefined;
    });
    await untilReady();
    expect(await ownersOfReplicas()).toEqual([expect.not.stringMatching(/^pricecast-operator/)]);
  });

  test('goes with its part of the spec, and everything of it', async () => {
    await apply({});
    await until('nothing of it is left', async () => {
      const names = namesOf(await childrenOf(scratch.kubectl, 'btc'));
      return names.some((name) => name.endsWith('/btc-processor')) ? undefined : true;
    });
    await until('its HPA goes too', async () =>
      (await scratch.kubectl(['get', 'hpa', '-o', 'name'])) === '' ? true : undefined,
    );
    await untilReady();
  });
});
