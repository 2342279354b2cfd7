import type { PipelineConditionType, ScalableStage } from '@pricecast/crds';
import { type Check, firstOf, holds, type Verdict } from '../judgement/verdict.ts';
import { collectorChecks } from './checks/collector-checks.ts';
import { kafkaChecks } from './checks/kafka-checks.ts';
import { stageChecks } from './checks/stage-checks.ts';
import { topicsChecks } from './checks/topics-checks.ts';
import { tradesChecks } from './checks/trades-checks.ts';
import { bootstrapServersOf } from './manifests/kafka-client.ts';
import { scaledStages } from './scaled-stages.ts';
import { tradesTopic } from './topics.ts';
import type { View } from './view.ts';

/** A stage of the pipeline: what can be wrong with it, and what holds when nothing is. */
interface Stage {
  readonly type: PipelineConditionType;
  readonly checks: readonly Check<View>[];
  readonly otherwise: (view: View) => Verdict;
}

const conditionTypes = {
  processor: 'ProcessorReady',
  forecaster: 'ForecasterReady',
  gateway: 'GatewayReady',
} as const satisfies Record<ScalableStage, PipelineConditionType>;

const scaled = (name: ScalableStage): Stage => ({
  type: conditionTypes[name],
  checks: stageChecks(name),
  otherwise: () => holds('StageReady', `The ${name} works`),
});

/** The stages in the order in which each rests on the one before; those that the spec leaves out are not there. */
const stagesOf = ({ pipeline }: View): readonly Stage[] => [
  ...collection,
  ...scaledStages(pipeline.spec).map(({ name }) => scaled(name)),
];

const collection: readonly Stage[] = [
  {
    type: 'KafkaReady',
    checks: kafkaChecks,
    otherwise: ({ pipeline }) => holds('BrokerReady', `Kafka answers at ${bootstrapServersOf(pipeline)}`),
  },
  {
    type: 'TopicsReady',
    checks: topicsChecks,
    otherwise: () => holds('TopicsReady', 'All topics exist as the spec wants them'),
  },
  {
    type: 'CollectorReady',
    checks: collectorChecks,
    otherwise: () =>
      holds('CollectorsReady', 'Every collector shard is connected to its source and to Kafka'),
  },
  {
    type: 'TradesFlowing',
    checks: tradesChecks,
    otherwise: ({ pipeline }) => holds('TradesSeen', `Trades arrive in topic ${tradesTopic(pipeline)}`),
  },
];

/** One stage and what was found out about it. */
export interface StageVerdict {
  readonly type: PipelineConditionType;
  readonly verdict: Verdict;
}

/** The verdicts on all stages, in their order. */
export const stageVerdicts = (view: View): StageVerdict[] =>
  stagesOf(view).map(({ type, checks, otherwise }) => ({
    type,
    verdict: firstOf(checks, view) ?? otherwise(view),
  }));
