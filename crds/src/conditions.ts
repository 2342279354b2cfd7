/** Condition types of a PricePipeline. */
export const pipelineConditions = {
  Ready: 'Every stage holds at the current generation, and trades were seen in the trades topic.',
  KafkaReady: 'The brokers answer and let the pipeline in.',
  TopicsReady: 'The topics exist with the settings of the spec.',
  CollectorReady: 'Every collector shard is connected to its source and to Kafka.',
  ProcessorReady: 'Every processor pod works. Present only where the spec asks for processing.',
  ForecasterReady: 'Every forecaster pod works. Present only where the spec asks for forecasts.',
  GatewayReady: 'Every gateway pod answers. Present only where the spec asks for a gateway.',
  ScalersReady: 'Every stage that spec.scaling bounds is scaled. It does not count into Ready.',
  TradesFlowing: 'Trades were seen in the trades topic.',
  Supported: 'Everything that the spec asks for is built. False lists what is not.',
  Conflicted: 'Somebody else writes what the operator writes. Present only when true.',
  Paused: 'The pipeline is suspended by its spec. Present only when true.',
  Reconciling: 'The cluster is on its way to the spec. Present only when true.',
  Stalled: 'The operator cannot go on without somebody’s help. Present only when true.',
} as const;

/** Condition types of a PredictiveScaler. The first four belong to the operator, the others to the adapter. */
export const scalerConditions = {
  Ready: 'The scaler does what its mode allows.',
  ScalerReady: 'The HPA or ScaledObject exists and is in order.',
  TargetFound: 'The target exists and can be scaled.',
  Conflict: 'Somebody else scales the target. Present only when true.',
  DemandFresh: 'The newest sample of the demand is not older than two intervals.',
  ForecastAvailable: 'There is enough history, and a model forecasts.',
  Skilled: 'The forecast is better than the last value by the skill of the gate.',
  Armed: 'The forecast acts.',
  ScalingLimited: 'A bound or the budget holds the number of pods back.',
} as const;

/** A condition type of a PricePipeline. */
export type PipelineConditionType = keyof typeof pipelineConditions;
/** A condition type of a PredictiveScaler. */
export type ScalerConditionType = keyof typeof scalerConditions;
