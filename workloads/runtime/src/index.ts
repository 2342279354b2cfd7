export { type Check, type CheckResult, fails, holds } from './check.ts';
export { type ConsumerView, type ConsumingStageParts, consumingStage } from './consuming-stage.ts';
export { EventRate } from './event-rate.ts';
export {
  HttpProblem,
  type ProblemBody,
  type ProblemKind,
  type ProblemOptions,
  problemAnswer,
  problemMediaType,
} from './http-problem.ts';
export { describeResponses, jsonSchema, type SchemaSide } from './interface-description.ts';
export {
  type KafkaAccess,
  type KafkaVariables,
  kafkaAccess,
  kafkaVariables,
  pipelineVariables,
  withLogin,
} from './kafka-variables.ts';
export { type LagGauge, registerLag } from './lag-gauge.ts';
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Registry } from './metrics.ts';
export { type OpsListener, type OpsView, startOpsListener } from './ops-listener.ts';
export {
  type Judgement,
  type StageCondition,
  type StageReport,
  stageReportSchema,
  withJudgement,
} from './report.ts';
export { RuntimeError, type RuntimeErrorCode } from './runtime-error.ts';
export { readSecretFile } from './secret-file.ts';
export { securityHeaders } from './security-headers.ts';
export { type Environment, readSettings, type ShellSettings, setting, shellSettings } from './settings.ts';
export { type ProcessContext, type ProcessDefinition, type Stage, startProcess } from './start-process.ts';
