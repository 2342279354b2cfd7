import { explainApi } from '@pricecast/crds';
import type { ScratchNamespace } from '../scratch-namespace.ts';

/** A condition as it is stored. */
export interface SeenCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

interface SeenScaler {
  readonly status?: {
    readonly forecast?: string;
    readonly load?: string;
    readonly capacity?: string;
    readonly stage?: string;
    readonly decision?: {
      readonly desiredReplicas?: number;
      readonly reason?: string;
      readonly message?: string;
    };
    readonly conditions?: readonly SeenCondition[];
  };
}

/** One row of the decision log, as the explain API gives it. */
export interface SeenDecision {
  readonly at: string;
  readonly sampledAt: string | null;
  readonly load: number | null;
  readonly forecast: number | null;
  readonly capacity: number | null;
  readonly present: number;
  readonly ready: number;
  readonly desired: number | null;
  readonly live: number | null;
  readonly plainHpa: number | null;
  readonly armed: boolean;
  readonly reason: string;
}

interface SeenExplanation {
  readonly cost: { readonly score: number | null };
  readonly decisions: readonly SeenDecision[];
}

interface Conditioned {
  readonly status?: { readonly conditions?: readonly SeenCondition[] };
}

/** Looks at one scaler and at what stands around it in a namespace. */
export class ScalerView {
  readonly #scratch: ScratchNamespace;
  readonly #name: string;

  constructor(scratch: ScratchNamespace, name: string) {
    this.#scratch = scratch;
    this.#name = name;
  }

  async status(): Promise<NonNullable<SeenScaler['status']>> {
    return (await this.#json<SeenScaler>(['get', 'predictivescaler', this.#name])).status ?? {};
  }

  async condition(type: string): Promise<SeenCondition | undefined> {
    return (await this.status()).conditions?.find((one) => one.type === type);
  }

  /** A condition of the HPA of this name. */
  hpaCondition(hpa: string, type: string): Promise<SeenCondition | undefined> {
    return this.conditionAt(`hpa/${hpa}`, type);
  }

  /** A condition of another object, `kind/name`; undefined as well where there is no such object. */
  async conditionAt(object: string, type: string): Promise<SeenCondition | undefined> {
    const text = await this.#scratch.kubectl(['get', object, '--ignore-not-found', '-o', 'json']);
    if (text === '') return undefined;
    return (JSON.parse(text) as Conditioned).status?.conditions?.find((one) => one.type === type);
  }

  /** Replicas that a Deployment is asked for. */
  async replicasOf(deployment: string): Promise<number> {
    const seen = await this.#json<{ spec: { replicas: number } }>(['get', 'deployment', deployment]);
    return seen.spec.replicas;
  }

  explanation(): Promise<SeenExplanation> {
    const path = `/apis/${explainApi.group}/${explainApi.version}/namespaces/${this.#scratch.name}`;
    return this.raw<SeenExplanation>(`${path}/${explainApi.plural}/${this.#name}`);
  }

  /** What the API server answers under a path. */
  async raw<T>(path: string): Promise<T> {
    return JSON.parse(await this.#scratch.kubectl(['get', '--raw', path])) as T;
  }

  async #json<T>(words: readonly string[]): Promise<T> {
    return JSON.parse(await this.#scratch.kubectl([...words, '-o', 'json'])) as T;
  }
}
