import {
  childNames,
  dashboardPort,
  gatewayPort,
  opsPort,
  type PricePipeline,
  type PricePipelineSpec,
  type ScalableStage,
} from '@pricecast/crds';
import { leastReplicas, scaledStages } from '../scaled-stages.ts';
import { collectorShards } from '../shards.ts';
import { type Variable, variables } from './environment.ts';

/** What a stage is told about the spec; how it reaches Kafka comes from `kafkaClientPart`. */
export const stageEnvironment = (pipeline: PricePipeline, stage: ScalableStage): Variable[] =>
  variables({
    PIPELINE_NAMESPACE: pipeline.metadata.namespace,
    PIPELINE_NAME: pipeline.metadata.name,
    ...ownVariables[stage](pipeline),
    OPS_PORT: String(opsPort.number),
  });

type Values = Readonly<Record<string, string | undefined>>;

const ownVariables: Readonly<Record<ScalableStage, (pipeline: PricePipeline) => Values>> = {
  processor: ({ spec: { processing } }) => ({
    LATENESS_SECONDS: text(processing?.latenessSeconds),
    WINDOWS_SECONDS: processing?.windowsSeconds.join(','),
  }),
  forecaster: ({ spec: { forecast } }) => ({
    FORECAST_TARGETS: forecast?.targets.join(','),
    FORECAST_HORIZONS_SECONDS: forecast?.horizonsSeconds.join(','),
    FORECAST_LEVELS_PERCENT: forecast?.levelsPercent.join(','),
  }),
  gateway: (pipeline) => ({
    GATEWAY_PORT: String(gatewayPort.number),
    DASHBOARD_PORT: pipeline.spec.gateway?.dashboard === 'Enabled' ? String(dashboardPort.number) : undefined,
    MAX_STREAMS: text(pipeline.spec.gateway?.maxStreams),
    SYNTHETIC_SYMBOLS: listed(syntheticSymbols(pipeline.spec)),
    STAGES: listed(stageAddresses(pipeline)),
  }),
};

const text = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

const listed = (entries: readonly string[]): string | undefined =>
  entries.length === 0 ? undefined : entries.join(',');

/** Symbols whose prices are made up; the gateway marks them wherever it shows them. */
const syntheticSymbols = ({ sources }: PricePipelineSpec): string[] =>
  sources.filter(({ type }) => type === 'Replay').flatMap(({ symbols }) => symbols);

/** Where the ops ports of each stage before the gateway are found, and how many pods it may have. */
const stageAddresses = ({ metadata, spec }: PricePipeline): string[] => {
  const { name, namespace } = metadata;
  const address = (stage: string, service: string, most: number) =>
    `${stage}=${service}.${namespace}.svc:${opsPort.number}/${most}`;
  const stages = scaledStages(spec).filter((stage) => stage.name !== 'gateway');
  return [
    address('collector', childNames.collectors(name), collectorShards(spec).length),
    ...stages.map((stage) =>
      address(
        stage.name,
        childNames.stage(name, stage.name),
        stage.scaling?.maxReplicas ?? leastReplicas(stage),
      ),
    ),
  ];
};
