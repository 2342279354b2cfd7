import { podMetric, scalerMetricLabel, scalingMetrics } from '@pricecast/crds';
import { type Figure, freshOrMissing, known, missing } from '../snapshot/figure.ts';
import type {
  NamedObject,
  PublishedWorld,
  ScalerSnapshot,
  ScalingMetric,
} from '../snapshot/scaler-snapshot.ts';
import { scalerResource, targetResources } from './discovery.ts';
import type { CustomRoute } from './route.ts';

/** A figure about an object, with the labels of its series. */
export interface ObjectFigure {
  readonly object: NamedObject;
  readonly metricLabels: Readonly<Record<string, string>>;
  readonly figure: Figure;
}

type Find = (route: CustomRoute, world: PublishedWorld, now: number) => readonly ObjectFigure[];

const scalingNames: readonly string[] = Object.values(scalingMetrics);
const isScalingMetric = (metric: string): metric is ScalingMetric => scalingNames.includes(metric);

/**
 * Everything that a route could mean, whatever its selectors; where it names an object, that one alone:
 *
 * | resource | metrics |
 * |---|---|
 * | predictivescalers.pricecast.dev | the five of contracts.md, about the scaler |
 * | deployments.apps, statefulsets.apps | the same about its target |
 * | pods | predicted_cpu_utilization, about each serving pod of a target |
 * | metrics | pricecast_cost_score, about the namespace |
 */
export const findFigures: Find = (route, world, now) => {
  const find = finders.get(route.resource);
  return find === undefined ? [] : find(route, world, now);
};

const aboutScaler: Find = (route, world, now) => aboutObject(route, world, now, ({ scaler }) => scaler);

const aboutTarget: Find = (route, world, now) =>
  aboutObject(route, world, now, ({ target, targetResource }) =>
    targetResource === qualified(route.resource) ? target : undefined,
  );

/** Clients that know no group for a resource leave it out. */
const qualified = (resource: string) => (resource.includes('.') ? resource : `${resource}.apps`);

function aboutObject(
  { namespace, name, metric }: CustomRoute,
  world: PublishedWorld,
  now: number,
  objectOf: (snapshot: ScalerSnapshot) => NamedObject | undefined,
): readonly ObjectFigure[] {
  if (!isScalingMetric(metric)) return [];
  return world.scalersOf(namespace).flatMap((snapshot) => {
    const object = objectOf(snapshot);
    if (object === undefined || !isNamed(name, object)) return [];
    const figure = freshOrMissing(snapshot.figures[metric], snapshot.maxAgeSeconds, now);
    return [{ object, metricLabels: seriesLabels(snapshot), figure }];
  });
}

const isNamed = (name: string, object: NamedObject): boolean => name === '*' || name === object.name;

/** Labels by which the series of a scaler is selected. */
export const seriesLabels = ({ scaler }: ScalerSnapshot) => ({ [scalerMetricLabel]: scaler.name });

const aboutPods: Find = ({ namespace, name, metric }, world, now) => {
  if (metric !== podMetric) return [];
  return world.scalersOf(namespace).flatMap((snapshot) => {
    const pods = world.readyPodsOf(snapshot);
    const figure = utilization(
      freshOrMissing(snapshot.predictedPods, snapshot.maxAgeSeconds, now),
      pods.length,
    );
    const named = pods.filter((object) => isNamed(name, object));
    return named.map((object) => ({ object, metricLabels: seriesLabels(snapshot), figure }));
  });
};

/** Predicted load of one pod ÷ its capacity × 100: the same for each, for load is spread over them. */
function utilization(predictedPods: Figure, pods: number): Figure {
  return predictedPods.kind === 'Missing'
    ? predictedPods
    : known((predictedPods.value / pods) * 100, predictedPods.at);
}

/** Mean over the scalers of the namespace that have a score. */
const aboutNamespace: Find = ({ namespace, metric }, world, now) => {
  if (metric !== scalingMetrics.costScore) return [];
  const scalers = world.scalersOf(namespace);
  if (scalers.length === 0) return [];
  const scores = scalers
    .map((snapshot) => freshOrMissing(snapshot.figures[metric], snapshot.maxAgeSeconds, now))
    .filter((figure) => figure.kind === 'Known');
  const object = { apiVersion: 'v1', kind: 'Namespace', name: namespace, labels: {} };
  return [{ object, metricLabels: {}, figure: meanOf(scores) }];
};

function meanOf(scores: readonly { readonly value: number; readonly at: number }[]): Figure {
  if (scores.length === 0) return missing('CostUnknown', 'no scaler of this namespace has a cost score now');
  const sum = scores.reduce((total, { value }) => total + value, 0);
  return known(sum / scores.length, Math.min(...scores.map(({ at }) => at)));
}

const bareTargets = targetResources.map((resource) => resource.replace('.apps', ''));

/** A map, and no object: callers may ask for `constructor`. */
const finders: ReadonlyMap<string, Find> = new Map([
  [scalerResource, aboutScaler],
  ...[...targetResources, ...bareTargets].map((resource): [string, Find] => [resource, aboutTarget]),
  ['pods', aboutPods],
  ['metrics', aboutNamespace],
]);
