import {
  dashboardPort,
  gatewayPort,
  opsPort,
  type PricePipeline,
  type PricePipelineSpec,
  type ScalableStage,
} from '@pricecast/crds';
import { type Variable, variables } from './environment.ts';

/** What a stage is told about the spec; how it reaches Kafka comes from `kafkaClientPart`. */
export const stageEnvironment = ({ metadata, spec }: PricePipeline, stage: ScalableStage): Variable[] =>
  variables({
    PIPELINE_NAMESPACE: metadata.namespace,
    PIPELINE_NAME: metadata.name,
    ...ownVariables[stage](spec),
    OPS_PORT: String(opsPort.number),
  });

type Values = Readonly<Record<string, string | undefined>>;

const ownVariables: Readonly<Record<ScalableStage, (spec: PricePipelineSpec) => Values>> = {
  processor: ({ processing }) => ({
    LATENESS_SECONDS: processing === undefined ? undefined : String(processing.latenessSeconds),
    WINDOWS_SECONDS: processing?.windowsSeconds.join(','),
  }),
  forecaster: ({ forecast }) => ({
    FORECAST_TARGETS: forecast?.targets.join(','),
    FORECAST_HORIZONS_SECONDS: forecast?.horizonsSeconds.join(','),
    FORECAST_LEVELS_PERCENT: forecast?.levelsPercent.join(','),
  }),
  gateway: ({ gateway }) => ({
    GATEWAY_PORT: String(gatewayPort.number),
    DASHBOARD_PORT: gateway?.dashboard === 'Enabled' ? String(dashboardPort.number) : undefined,
    MAX_STREAMS: gateway === undefined ? undefined : String(gateway.maxStreams),
  }),
};
