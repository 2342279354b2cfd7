import type { Condition, PredictiveScalerStatus, Reason, ScalerConditionType } from '@pricecast/crds';
import { coverageOf, type Decision, quantile, skillPercent } from '@pricecast/decision';
import { mergeConditions, type ObservedCondition, secondTime } from '@pricecast/kube';
import type { Conclusion } from '../scaler/conclude.ts';
import { leadTimeSeconds } from '../scaler/conclude.ts';
import type { Observation } from '../scaler/observation.ts';
import { loadText } from './load-text.ts';

/** The conditions that the adapter writes; all others are the operator's. */
export const ownTypes: readonly string[] = [
  'DemandFresh',
  'ForecastAvailable',
  'Skilled',
  'Armed',
  'ScalingLimited',
] satisfies ScalerConditionType[];

type Status = ObservedCondition['status'];

const condition = (
  type: ScalerConditionType,
  status: Status,
  reason: Reason,
  message: string,
): ObservedCondition => ({ type, status, reason, message });

/** The adapter's part of a scaler's status. */
export function statusOf(
  conclusion: Conclusion,
  observation: Observation,
  historySeconds: number,
): PredictiveScalerStatus {
  const { input, decision, memory } = conclusion;
  const { scaler, prices } = observation;
  const observed = [
    demandFresh(conclusion, observation),
    forecastAvailable(conclusion, observation),
    skilled(conclusion, observation),
    armed(conclusion),
    scalingLimited(decision),
  ];
  const before = (scaler.status?.conditions ?? []).filter(({ type }) => ownTypes.includes(type));
  const now = new Date(observation.now);
  const generation = scaler.metadata.generation ?? 0;
  const known = before.map((one) => ({ ...one, observedGeneration: one.observedGeneration ?? 0 }));
  return {
    conditions: mergeConditions(known, observed, { generation, now }) as Condition[],
    stage: decision.stage,
    ...columns(conclusion, observation),
    leadTimeSeconds: Math.round(leadTimeSeconds(memory, observation)),
    demand: {
      historySeconds: Math.round(historySeconds),
      ...(input.sample === undefined ? {} : { observedAt: secondTime(new Date(input.sample.at)) }),
    },
    decision: decisionStatus(conclusion, now),
    gate: memory.gate.armed ? { failedCycles: memory.gate.against } : { passedCycles: memory.gate.against },
    ...modelStatus(conclusion, observation),
    ...costStatus(conclusion, prices),
  };
}

function columns({ input, decision }: Conclusion, { scaler, target }: Observation): PredictiveScalerStatus {
  const { sample, forecast, capacity } = input;
  const wanted = decision.desiredReplicas ?? '-';
  const told = (load: number) => loadText(load, scaler.spec.demand);
  const atLeast = capacity.type === 'AtLeast' ? '≥ ' : '';
  return {
    ...(sample === undefined ? {} : { load: told(sample.load) }),
    ...(forecast.type === 'Available' ? { forecast: told(quantile(forecast.outlook, 0.9)) } : {}),
    ...(capacity.type === 'Unknown' ? {} : { capacity: `${atLeast}${told(capacity.loadPerReplica)}` }),
    ...(target === undefined ? {} : { replicas: `${target.serving.length}/${wanted}` }),
  };
}

function decisionStatus({ input, decision }: Conclusion, now: Date): PredictiveScalerStatus['decision'] {
  const [limit] = decision.limitedBy;
  const { desiredReplicas, liveReplicas, reason, message } = decision;
  return {
    ...(desiredReplicas === undefined ? {} : { desiredReplicas }),
    ...(liveReplicas === undefined ? {} : { liveReplicas }),
    presentReplicas: input.replicas.current,
    ...(limit === undefined ? {} : { limitedBy: limit }),
    reason,
    message,
    decidedAt: secondTime(now),
  };
}

function modelStatus({ memory }: Conclusion, { forecast }: Observation): PredictiveScalerStatus {
  if (forecast?.answer.kind !== 'Made') return {};
  const { model: name } = forecast.answer;
  const coverage = coverageOf(memory.gate);
  const skill = skillPercent(memory.gate);
  return {
    model: {
      name,
      ...(skill === undefined ? {} : { skillPercent: Math.round(Math.max(-100_000, skill)) }),
      ...(coverage === undefined ? {} : { coveragePercent: Math.round(coverage * 100) }),
    },
  };
}

function costStatus({ decision, memory }: Conclusion, prices: Observation['prices']): PredictiveScalerStatus {
  const { perReplicaHour, currency } = prices;
  const { costScore } = decision.figures;
  if (perReplicaHour === undefined || decision.desiredReplicas === undefined) return {};
  return {
    cost: {
      perHour: `${(perReplicaHour * decision.desiredReplicas).toFixed(3)} ${currency}`,
      spentToday: `${memory.decision.spending.spent.toFixed(2)} ${currency}`,
      ...(costScore === undefined ? {} : { score: costScore.toFixed(2) }),
    },
  };
}

function demandFresh({ input, decision }: Conclusion, { reading, scaler }: Observation): ObservedCondition {
  const cause = reading.kind === 'Missing' ? `${reading.what}. ` : '';
  const reason = reading.kind === 'Missing' ? reading.reason : undefined;
  if (decision.reason === 'NoData')
    return condition('DemandFresh', 'Unknown', reason ?? 'DemandPending', `${cause}No sample was taken yet.`);
  if (decision.reason === 'DataStale') {
    const since = input.sample === undefined ? '' : ` since ${secondTime(new Date(input.sample.at))}`;
    const held = `${cause}There is no sample${since}; nothing is scaled in.`;
    return condition('DemandFresh', 'False', reason ?? 'DemandStale', held);
  }
  const { intervalSeconds } = scaler.spec.demand;
  return condition('DemandFresh', 'True', 'DemandFresh', `A sample arrives each ${intervalSeconds} s.`);
}

/** What is wrong with the regressors that it is made with, and with the events that edit it, is told with a forecast. */
function forecastAvailable({ eventFaults }: Conclusion, observation: Observation): ObservedCondition {
  const judged = forecastCondition(observation);
  const faults = [...regressorFaults(observation), ...eventFaults].map((fault) => `${fault}.`);
  return { ...judged, message: [judged.message, ...faults].join(' ') };
}

const regressorFaults = ({ regressors }: Observation): readonly string[] =>
  regressors.flatMap(({ name, fault }) => (fault === undefined ? [] : [`Regressor ${name}: ${fault}`]));

function forecastCondition({ forecast }: Observation): ObservedCondition {
  if (forecast === undefined)
    return condition('ForecastAvailable', 'Unknown', 'Pending', 'No forecast was asked for yet.');
  const { answer } = forecast;
  if (answer.kind === 'Made') {
    const notes = answer.notes.length === 0 ? '' : ` ${answer.notes.join('. ')}.`;
    return condition(
      'ForecastAvailable',
      'True',
      'ForecastAvailable',
      `Model ${answer.model} forecasts.${notes}`,
    );
  }
  return condition('ForecastAvailable', 'False', 'HistoryTooShort', answer.message);
}

function skilled({ memory }: Conclusion, { scaler }: Observation): ObservedCondition {
  const skill = skillPercent(memory.gate);
  const { minSkillPercent } = scaler.spec.gate;
  if (skill === undefined)
    return condition(
      'Skilled',
      'Unknown',
      'Pending',
      'Too few forecasts have come to their time to be judged.',
    );
  const told = `The forecast loses ${Math.round(skill)} % less than the last value; ${minSkillPercent} % are asked for.`;
  return skill >= minSkillPercent
    ? condition('Skilled', 'True', 'Skilled', told)
    : condition('Skilled', 'False', 'NotSkilled', told);
}

function armed({ memory }: Conclusion): ObservedCondition {
  const { gate } = memory;
  if (gate.armed) return condition('Armed', 'True', 'Armed', 'The forecast acts as far as the mode lets it.');
  return gate.against > 0
    ? condition('Armed', 'False', 'Arming', `${gate.against} forecast cycles in a row have passed the gate.`)
    : condition(
        'Armed',
        'False',
        'Disarmed',
        'The forecast does not pass the gate; the newest sample decides.',
      );
}

const limitReasons: Partial<Readonly<Record<Decision['limitedBy'][number], Reason>>> = {
  MaxReplicas: 'MaximumReached',
  Budget: 'BudgetReached',
  BudgetBelowMinimum: 'BudgetReached',
  RiskRelaxed: 'RiskRelaxed',
  Partitions: 'PartitionsReached',
  HotPartition: 'HotPartition',
};

function scalingLimited({ limitedBy, message }: Decision): ObservedCondition {
  const limits = limitedBy.flatMap((limit) => limitReasons[limit] ?? []);
  // What more pods cannot heal is the more important thing to know.
  const reason = limits.includes('HotPartition') ? 'HotPartition' : limits[0];
  return reason === undefined
    ? condition('ScalingLimited', 'False', 'NotLimited', 'Nothing holds the number of pods back.')
    : condition('ScalingLimited', 'True', reason, message);
}
