import type { Alert, Bar, CleanTrade, Prediction } from '@pricecast/market';
import type { HealthView } from '../src/gateway.ts';

/** Answer of `/api/pipelines`, of the one pipeline that is served. */
export interface PipelineView {
  readonly name: string;
  readonly namespace: string;
  readonly symbols: readonly string[];
  readonly syntheticSymbols: readonly string[];
}

/** Everything of one symbol up to a position. */
export interface Snapshot {
  readonly position: string;
  readonly latest: readonly CleanTrade[];
  readonly seconds: readonly Bar[];
  readonly minutes: readonly Bar[];
  readonly predictions: readonly Prediction[];
  readonly alerts: readonly Alert[];
  readonly health: HealthView;
}

/** The pipeline that is served here; rejects when the gateway does not answer. */
export async function fetchPipeline(): Promise<PipelineView | undefined> {
  const { pipelines } = await get<{ readonly pipelines: readonly PipelineView[] }>('/api/pipelines');
  return pipelines[0];
}

interface Positioned {
  readonly position: string;
}
interface Prices extends Positioned {
  readonly latest: readonly CleanTrade[];
  readonly bars: readonly Bar[];
}

/** Everything that is kept of a symbol; rejects when the gateway does not answer. */
export async function fetchSnapshot(pipeline: string, symbol: string): Promise<Snapshot> {
  const part = <T>(path: string, query = '') => {
    const parameters = new URLSearchParams(`symbol=${symbol}&${query}`);
    return get<T>(`/api/pipelines/${encodeURIComponent(pipeline)}/${path}?${parameters}`);
  };
  const [seconds, minutes, predictions, alerts, health] = await Promise.all([
    part<Prices>('prices', 'intervalSeconds=1&limit=600'),
    part<Prices>('prices', 'intervalSeconds=60&limit=90'),
    part<Positioned & { readonly predictions: readonly Prediction[] }>(
      'predictions',
      'target=Price&limit=90',
    ),
    part<Positioned & { readonly alerts: readonly Alert[] }>('alerts', 'limit=50'),
    part<HealthView>('metrics'),
  ]);
  return {
    position: joinPositions([seconds.position, predictions.position, alerts.position]),
    latest: seconds.latest,
    seconds: seconds.bars,
    minutes: minutes.bars,
    predictions: predictions.predictions,
    alerts: alerts.alerts,
    health,
  };
}

/** One position of several answers: the cluster once, then the channels of each. */
export function joinPositions(positions: readonly string[]): string {
  const [cluster = ''] = positions[0]?.split('~') ?? [];
  return [cluster, ...positions.flatMap((position) => position.split('~').slice(1))].join('~');
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}
