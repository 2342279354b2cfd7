import type { Proof } from '../proof.ts';
import { adapterKills } from './adapter-kills.ts';
import { alertLatency } from './alert-latency.ts';
import { clusterCycle } from './cluster-cycle.ts';
import { collectorExactlyOnce } from './collector-exactly-once.ts';
import { collectorSurvives } from './collector-survives.ts';
import { gatewaySse } from './gateway-sse.ts';
import { kedaProof } from './keda.ts';
import { marketAnomalies } from './market-anomalies.ts';
import { marketForecast } from './market-forecast.ts';
import { metricApisProof } from './metric-apis.ts';
import { operatorCrashPoints } from './operator-crash-points.ts';
import { operatorFailover } from './operator-failover.ts';
import { operatorQuiet } from './operator-quiet.ts';
import { pipelineReady } from './pipeline-ready.ts';
import { scalingFloor } from './scaling-floor.ts';
import { scalingOwnWorkload } from './scaling-own-workload.ts';
import { scalingProactive } from './scaling-proactive.ts';
import { scalingShadow } from './scaling-shadow.ts';
import { scalingTopic } from './scaling-topic.ts';
import { streamExactlyOnce } from './stream-exactly-once.ts';
import { streamLatency } from './stream-latency.ts';
import { streamRebalance } from './stream-rebalance.ts';

/** Every proof, in the order of the table in docs/proofs.md. */
export const proofs: readonly Proof[] = [
  clusterCycle,
  pipelineReady,
  collectorExactlyOnce,
  collectorSurvives,
  streamExactlyOnce,
  streamRebalance,
  marketAnomalies,
  marketForecast,
  alertLatency,
  streamLatency,
  gatewaySse,
  operatorCrashPoints,
  operatorQuiet,
  operatorFailover,
  scalingProactive,
  scalingTopic,
  scalingOwnWorkload,
  scalingFloor,
  scalingShadow,
  adapterKills,
  metricApisProof,
  kedaProof,
];
