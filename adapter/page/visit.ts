import type { Explanation } from '../src/snapshot/explanation.ts';

/** What is asked with. */
export interface Visit {
  readonly namespace: string;
  readonly token: string;
}

type Model = Explanation['model'];
type Decision = Explanation['decision'];

/** A scaler in the list. */
export interface ListedScaler {
  readonly scaler: string;
  readonly reason: string | null;
}

/** Everything that the page shows of a scaler. */
export interface ScalerStory {
  readonly target: Explanation['target'];
  readonly demand: Explanation['demand'];
  readonly decisions: readonly Decision[];
  readonly leadTimeSeconds: number;
  readonly model: Model;
  /** Null while there is none. */
  readonly forecast: Explanation['forecast'];
  readonly cost: {
    readonly currency: string;
    readonly perHour: number | null;
    readonly perHourOfPlainHpa: number | null;
  };
}

/** The words of the adapter about a question that it does not answer. */
export class Unanswered extends Error {}

export async function listScalers(visit: Visit): Promise<readonly ListedScaler[]> {
  const { models } = await ask<{ models: readonly ListedScaler[] }>(visit, '/models/status');
  return models;
}

export async function storyOf(visit: Visit, scaler: string): Promise<ScalerStory> {
  const name = encodeURIComponent(scaler);
  const [decided, models, cost, predicted] = await Promise.all([
    ask<Pick<ScalerStory, 'target' | 'demand' | 'decisions'>>(visit, `/scaling-decision/${name}`, {
      limit: '240',
    }),
    ask<{ models: readonly (ListedScaler & Pick<ScalerStory, 'model' | 'leadTimeSeconds'>)[] }>(
      visit,
      '/models/status',
    ),
    ask<{ scalers: readonly ScalerStory['cost'][] }>(visit, `/cost-analysis/${name}`),
    ask<Pick<ScalerStory, 'forecast'>>(visit, `/predict/${name}`).catch(unlessMissing),
  ]);
  const [priced = { currency: '', perHour: null, perHourOfPlainHpa: null }] = cost.scalers;
  const own = models.models.find((one) => one.scaler === scaler);
  const { target, demand, decisions } = decided;
  return {
    ...{ target, demand, decisions },
    leadTimeSeconds: own?.leadTimeSeconds ?? 0,
    model: own?.model ?? null,
    forecast: predicted?.forecast ?? null,
    cost: priced,
  };
}

/** A scaler without a forecast is nothing unusual. */
function unlessMissing(error: unknown): undefined {
  if (error instanceof Unanswered) return undefined;
  throw error;
}

async function ask<T>(
  { namespace, token }: Visit,
  path: string,
  more: Record<string, string> = {},
): Promise<T> {
  const query = new URLSearchParams({ namespace, ...more });
  const response = await fetch(`${path}?${query}`, { headers: { authorization: `Bearer ${token}` } });
  const body: unknown = await response.json();
  if (response.ok) return body as T;
  throw new Unanswered(
    (body as { detail?: string }).detail ?? `The adapter answered with status ${response.status}`,
  );
}
