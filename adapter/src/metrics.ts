import { podMetric, prometheusMetrics } from '@pricecast/crds';
import { coverageOf, decisionReasons, skillPercent } from '@pricecast/decision';
import type { Registry } from '@pricecast/runtime';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Decided } from './access/authorizer.ts';
import type { Answer, MetricRequest } from './metric-api/answer.ts';
import { routeOf } from './metric-api/route.ts';
import type { Conclusion } from './scaler/conclude.ts';
import { leadTimeSeconds } from './scaler/conclude.ts';
import { type Observation, seenAt } from './scaler/observation.ts';

const ofScaler = ['namespace', 'scaler'] as const;
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Answers for which the API server was asked. */
const reviewed: ReadonlySet<Decided> = new Set(['Allowed', 'Denied', 'Failed']);

/** The numbers of the adapter for Prometheus. */
export class AdapterMetrics {
  readonly #gauges: Readonly<Record<string, Gauge>>;
  /** Series of the forecast that are shown, by scaler. */
  readonly #horizons = new Map<
    string,
    { readonly horizon: string; readonly series: readonly Record<string, string>[] }
  >();
  /** Names of the regressors that are shown, by scaler. */
  readonly #regressors = new Map<string, readonly string[]>();
  readonly #requests: Counter<'group' | 'code'>;
  readonly #requestSeconds: Histogram<'group'>;
  readonly #forecastSeconds: Histogram;
  readonly #denied: Counter<'code'>;
  readonly #keda: Counter<'method' | 'code'>;
  readonly #freshness: Histogram<'group'>;
  readonly #reviews: Counter<'outcome'>;
  readonly #reviewSeconds: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    const gauge = (name: string, help: string, more: readonly string[] = []) =>
      new Gauge({ name, help, labelNames: [...ofScaler, ...more], registers });
    this.#gauges = {
      observed: gauge('pricecast_observed_load', 'Newest load.'),
      seen: gauge(
        'pricecast_demand_seen_timestamp_seconds',
        'When the source of the load gave something for the last time, in seconds since 1970.',
      ),
      regressorSeen: gauge(
        'pricecast_regressor_seen_timestamp_seconds',
        'When the newest value of a series that leads the load is of, in seconds since 1970.',
        ['regressor'],
      ),
      forecast: gauge(prometheusMetrics.forecastValue, 'Forecast of the largest load over the horizon.', [
        'quantile',
        'horizon_seconds',
      ]),
      skill: gauge(prometheusMetrics.forecastSkillRatio, '1 − pinball loss ÷ that of the last value.'),
      coverage: gauge(
        prometheusMetrics.forecastCoverageRatio,
        'Share of values at or under the 0.9 quantile.',
      ),
      decision: gauge(prometheusMetrics.decisionReplicas, 'Replicas decided, under the reason.', ['reason']),
      replicas: gauge('pricecast_replicas', 'Replicas: wanted, live, present, ready.', ['kind']),
      leadTime: gauge(prometheusMetrics.leadTimeSeconds, 'Seconds from created to serving.'),
      cost: gauge(prometheusMetrics.costPerHour, 'Cost of the replicas decided for an hour.', ['currency']),
      utilization: gauge(`pricecast_${podMetric}`, 'Newest load ÷ capacity of the ready replicas × 100.'),
    };
    this.#requests = new Counter({
      name: 'pricecast_adapter_requests_total',
      help: 'Answers of the metric APIs.',
      labelNames: ['group', 'code'],
      registers,
    });
    this.#requestSeconds = new Histogram({
      name: 'pricecast_adapter_request_seconds',
      help: 'Time of answers, reviews of access included.',
      labelNames: ['group'],
      buckets: secondsBuckets,
      registers,
    });
    this.#forecastSeconds = new Histogram({
      name: 'pricecast_adapter_forecast_seconds',
      help: 'Time of forecasts in their thread.',
      buckets: [...secondsBuckets, 5, 10, 30],
      registers,
    });
    this.#keda = new Counter({
      name: 'pricecast_adapter_keda_requests_total',
      help: 'Answers to KEDA; a stream counts when it begins.',
      labelNames: ['method', 'code'],
      registers,
    });
    this.#freshness = new Histogram({
      name: 'pricecast_adapter_freshness_seconds',
      help: 'Age of the oldest sample that an answer with values rests on.',
      labelNames: ['group'],
      buckets: [1, 2.5, 5, 10, 15, 30, 60, 120, 300],
      registers,
    });
    this.#reviews = new Counter({
      name: 'pricecast_adapter_authorizations_total',
      help: 'How questions about rights were answered: by a review, out of memory, or not at all.',
      labelNames: ['outcome'],
      registers,
    });
    this.#reviewSeconds = new Histogram({
      name: 'pricecast_adapter_authorization_seconds',
      help: 'Time of reviews by the API server.',
      buckets: secondsBuckets,
      registers,
    });
    this.#denied = new Counter({
      name: 'pricecast_adapter_denied_total',
      help: 'Requests that were turned away.',
      labelNames: ['code'],
      registers,
    });
  }

  /** `now` in milliseconds since the epoch. */
  answered({ path }: MetricRequest, { status, producedAt }: Answer, milliseconds: number, now: number): void {
    const route = routeOf(path);
    const group = route.kind === 'Custom' || route.kind === 'External' ? route.kind : 'Other';
    this.#requests.inc({ group, code: String(status) });
    this.#requestSeconds.observe({ group }, milliseconds / 1_000);
    if (producedAt !== undefined) this.#freshness.observe({ group }, (now - producedAt) / 1_000);
  }

  /** KEDA was answered, with a status code of gRPC. */
  answeredKeda(method: string, code: string): void {
    this.#keda.inc({ method, code });
  }

  /** Somebody's right was asked for. */
  authorized(how: Decided, milliseconds: number): void {
    this.#reviews.inc({ outcome: how });
    if (reviewed.has(how)) this.#reviewSeconds.observe(milliseconds / 1_000);
  }

  forecastTook(milliseconds: number): void {
    this.#forecastSeconds.observe(milliseconds / 1_000);
  }

  denied(code: number): void {
    this.#denied.inc({ code: String(code) });
  }

  /** Shows a conclusion; numbers that there are not any more go away. */
  concluded(conclusion: Conclusion, observation: Observation): void {
    const { namespace, name: scaler } = observation.scaler.metadata;
    const labels = { namespace, scaler };
    const { input, memory, decision } = conclusion;
    const skill = skillPercent(memory.gate);
    this.#set('observed', labels, input.sample?.load);
    const seen = seenAt(observation);
    this.#set('seen', labels, seen === undefined ? undefined : seen / 1_000);
    this.#showRegressors(labels, observation);
    this.#set('skill', labels, skill === undefined ? undefined : skill / 100);
    this.#set('coverage', labels, coverageOf(memory.gate));
    this.#set('leadTime', labels, leadTimeSeconds(memory, observation));
    this.#showForecast(labels, observation);
    for (const reason of Object.keys(decisionReasons))
      this.#set(
        'decision',
        { ...labels, reason },
        reason === decision.reason ? decision.desiredReplicas : undefined,
      );
    const counts = { wanted: decision.desiredReplicas, live: decision.liveReplicas, ...input.replicas };
    for (const [kind, count] of Object.entries(counts)) this.#set('replicas', { ...labels, kind }, count);
    const { perReplicaHour, currency } = observation.prices;
    const cost = decision.desiredReplicas === undefined ? undefined : perReplicaHour;
    this.#set(
      'cost',
      { ...labels, currency },
      cost === undefined ? undefined : cost * (decision.desiredReplicas ?? 0),
    );
    this.#showUtilization(labels, conclusion);
  }

  /** Takes every number of a scaler away. */
  async gone(namespace: string, scaler: string): Promise<void> {
    this.#horizons.delete(`${namespace}/${scaler}`);
    this.#regressors.delete(`${namespace}/${scaler}`);
    for (const gauge of Object.values(this.#gauges)) {
      const { values } = await gauge.get();
      for (const { labels } of values)
        if (labels.namespace === namespace && labels.scaler === scaler) gauge.remove(labels);
    }
  }

  #showRegressors(labels: Record<string, string>, { regressors }: Observation): void {
    const key = `${labels.namespace}/${labels.scaler}`;
    const before = this.#regressors.get(key) ?? [];
    const names = regressors.map(({ name }) => name);
    for (const regressor of before)
      if (!names.includes(regressor)) this.#set('regressorSeen', { ...labels, regressor }, undefined);
    for (const { name: regressor, seenAt: at } of regressors)
      this.#set('regressorSeen', { ...labels, regressor }, at === undefined ? undefined : at / 1_000);
    if (names.length > 0) this.#regressors.set(key, names);
    else this.#regressors.delete(key);
  }

  #showForecast(labels: Record<string, string>, { forecast }: Observation): void {
    const key = `${labels.namespace}/${labels.scaler}`;
    if (forecast?.answer.kind !== 'Made') {
      this.#hideForecast(key);
      return;
    }
    const { outlook } = forecast.answer;
    const horizon = String(Math.round((forecast.until - forecast.madeAt) / 1_000));
    const series = outlook.levels.map((level) => ({
      ...labels,
      quantile: String(level),
      horizon_seconds: horizon,
    }));
    if (this.#horizons.get(key)?.horizon !== horizon) this.#hideForecast(key);
    this.#horizons.set(key, { horizon, series });
    for (const [index, of] of series.entries()) this.#set('forecast', of, outlook.loads[index]);
  }

  /** Series of another horizon would stay behind at what they were last. */
  #hideForecast(key: string): void {
    for (const of of this.#horizons.get(key)?.series ?? []) this.#set('forecast', of, undefined);
    this.#horizons.delete(key);
  }

  #showUtilization(labels: Record<string, string>, { input }: Conclusion): void {
    const { sample, capacity, replicas } = input;
    const isKnown = capacity.type !== 'Unknown' && capacity.type !== 'AtLeast';
    const served = isKnown ? capacity.loadPerReplica * replicas.ready : 0;
    this.#set(
      'utilization',
      labels,
      sample === undefined || served === 0 ? undefined : (sample.load / served) * 100,
    );
  }

  #set(gauge: string, labels: Record<string, string>, value: number | undefined): void {
    if (value === undefined) this.#gauges[gauge]?.remove(labels);
    else this.#gauges[gauge]?.set(labels, value);
  }
}
