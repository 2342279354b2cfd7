import { describe, expect, test } from 'vitest';
import { firstStatus, invalidStatus, statusOf } from './status.ts';
import { anObserved, aPipeline, aView, earlier, fullPath, now } from './testing/builders.ts';
import { settledWorld } from './testing/world.ts';

const settled = settledWorld(anObserved());
const find = (status: ReturnType<typeof statusOf>, type: string) =>
  status.conditions?.find((condition) => condition.type === type);
const types = (status: ReturnType<typeof statusOf>) => status.conditions?.map(({ type }) => type);

describe('the status of a pipeline', () => {
  test('begins as Unknown and Pending, before anything was looked at', () => {
    expect(firstStatus(aPipeline(), now)).toEqual({
      observedGeneration: 3,
      conditions: [
        {
          type: 'Ready',
          status: 'Unknown',
          observedGeneration: 3,
          lastTransitionTime: '2026-01-02T03:04:05Z',
          reason: 'Pending',
          message:
            'The pipeline was seen and nothing is known about it yet, since 2026-01-02T03:04:05Z. Wait. If it lasts for more than a few minutes, look at the pods and events that the message names.',
        },
      ],
    });
  });

  test('is Ready when every stage holds, with what the columns show', () => {
    const status = statusOf(aView(settled), now);
    expect(types(status)).toEqual([
      'Ready',
      'KafkaReady',
      'TopicsReady',
      'CollectorReady',
      'TradesFlowing',
      'Supported',
    ]);
    expect(status.conditions?.every((condition) => condition.status === 'True')).toBe(true);
    expect(status.conditions?.every((condition) => condition.observedGeneration === 3)).toBe(true);
    expect(status).toMatchObject({ symbols: '2', eventsPerSecond: '49', lag: '<1s', replicas: '3/3' });
    expect(status.kafka).toEqual({
      summary: 'Embedded 1/1',
      bootstrapServers: 'btc-kafka.market.svc:9092',
      clusterId: 'OMWIj-KfRrelBb1LDJfmSg',
    });
  });

  test('has a condition for each stage that the spec asks for, and counts them into Ready', () => {
    const world = settledWorld(anObserved({ pipeline: aPipeline(fullPath) }));
    const status = statusOf(aView(world), now);
    expect(types(status)?.slice(5)).toEqual([
      'ProcessorReady',
      'ForecasterReady',
      'GatewayReady',
      'ScalersReady',
      'Supported',
    ]);
    expect(find(status, 'ScalersReady')?.status).toBe('Unknown');
    expect(find(status, 'Ready')?.status).toBe('True');
    expect(find(status, 'Supported')?.status).toBe('True');
    expect(status.replicas).toBe('7/7');
    const reports = new Map([
      ...world.reports,
      ['btc-gateway-abc', { kind: 'Unavailable', what: 'silence' } as const],
    ]);
    const silent = statusOf(aView({ ...world, reports }), now);
    expect(find(silent, 'Ready')).toMatchObject({ status: 'Unknown', reason: 'ReportUnavailable' });
  });

  test('names the first stage that fails, what to do, and since when', () => {
    const kafka = {
      kind: 'Failed',
      reason: 'BrokerUnreachable',
      what: 'No broker answers at a:9092',
    } as const;
    const before = {
      type: 'Ready',
      status: 'False',
      reason: 'Progressing',
      message: '',
      lastTransitionTime: earlier,
    };
    const pipeline = { ...settled.pipeline, status: { conditions: [before] } } as typeof settled.pipeline;
    const status = statusOf(aView({ ...settled, pipeline, kafka }), now);
    expect(find(status, 'Ready')).toEqual({
      type: 'Ready',
      status: 'False',
      observedGeneration: 3,
      lastTransitionTime: earlier,
      reason: 'BrokerUnreachable',
      message: `KafkaReady: No broker answers at a:9092, since ${earlier}. Check the address, the NetworkPolicies and whether the brokers run.`,
    });
    expect(find(status, 'Stalled')?.status).toBe('True');
    expect(find(status, 'Reconciling')).toBeUndefined();
  });

  test('says Reconciling, not Stalled, while things start by themselves', () => {
    const status = statusOf(aView(), now);
    expect(find(status, 'Ready')).toMatchObject({ status: 'False', reason: 'Progressing' });
    expect(find(status, 'Reconciling')?.status).toBe('True');
    expect(find(status, 'Stalled')).toBeUndefined();
  });

  test('lists what is accepted and not built, and can be Ready all the same', () => {
    const pipeline = aPipeline({ lake: {}, processing: {}, scaling: { processor: { engine: 'KEDA' } } });
    const status = statusOf(aView(settledWorld(anObserved({ pipeline }))), now);
    expect(find(status, 'Supported')).toMatchObject({
      status: 'False',
      reason: 'NotBuiltYet',
      message:
        'Accepted, but not built by this version: spec.lake, spec.scaling.processor.engine KEDA, since 2026-01-02T03:04:05Z. Leave out the parts that the message names, or wait for a version that builds them.',
    });
    expect(find(status, 'Ready')?.status).toBe('True');
  });

  test('is Paused and not Ready while it is suspended', () => {
    const status = statusOf(aView({ ...settled, pipeline: aPipeline({ suspend: true }) }), now);
    expect(find(status, 'Ready')).toMatchObject({ status: 'False', reason: 'Suspended' });
    expect(find(status, 'Paused')?.status).toBe('True');
    expect(find(status, 'Stalled')).toBeUndefined();
    expect(status.replicas).toBe('2/2');
  });

  test('says Conflicted while somebody else keeps changing a child back', () => {
    const fight = {
      component: 'kafka',
      reason: 'FieldConflict',
      what: 'Service btc-kafka: argo keeps changing it',
    } as const;
    const status = statusOf(aView({ ...settled, refusals: [fight] }), now);
    expect(find(status, 'Conflicted')).toMatchObject({ status: 'True', reason: 'FieldConflict' });
  });

  test('says what is wrong with a stored spec that this version cannot read', () => {
    const status = invalidStatus(aPipeline(), 'sources: must not be empty', now);
    expect(find(status, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'SpecInvalid',
      message:
        'sources: must not be empty, since 2026-01-02T03:04:05Z. Correct the fields that the message names.',
    });
    expect(find(status, 'Stalled')?.status).toBe('True');
  });

  test('leaves out numbers that nobody knows, instead of showing zero', () => {
    const status = statusOf(aView({ ...settled, reports: new Map() }), now);
    expect(status).not.toHaveProperty('eventsPerSecond');
    expect(status).not.toHaveProperty('lag');
  });

  test('keeps every message below 1 KB', () => {
    const what = 'x'.repeat(5_000);
    const status = statusOf(
      aView({ ...settled, kafka: { kind: 'Failed', reason: 'BrokerUnreachable', what } }),
      now,
    );
    for (const { message } of status.conditions ?? []) expect(message.length).toBeLessThan(1_024);
  });
});
