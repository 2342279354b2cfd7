import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubectl } from '../../cluster/kubectl.ts';
import { sentenceOf } from '../../failure.ts';
import type { Finding } from '../../proof.ts';

/** Metric APIs that a cluster has one of each. */
export const ourApis = ['v1beta2.custom.metrics.k8s.io', 'v1beta1.custom.metrics.k8s.io'] as const;
export const sharedApi = 'v1beta1.external.metrics.k8s.io';

interface SeenApiService {
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
  };
}

/** What metric APIs say of whom they belong to and whom they trust, by name, as one text each. */
export type Specs = Readonly<Record<string, string>>;

/** Reads them. */
export async function specsOf(kubectl: Kubectl, names: readonly string[]): Promise<Specs> {
  const seen = await readAll(kubectl, names);
  return Object.fromEntries(seen.map(({ metadata, spec }) => [metadata.name, JSON.stringify(spec)]));
}

/** Whether whom each belongs to and whom it trusts is as it was; the names of those that changed. */
export function unchanged(before: Specs, after: Specs): Finding {
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  return {
    what: 'metric APIs whose Service or authority the other one changed',
    measured: changed.length === 0 ? `0 of ${Object.keys(before).length}` : changed.join(', '),
    bound: '0',
    holds: changed.length === 0,
  };
}

async function readAll(kubectl: Kubectl, names: readonly string[]): Promise<readonly SeenApiService[]> {
  const text = await kubectl(['get', 'apiservice', ...names, '--ignore-not-found', '-o', 'json']);
  if (text === '') return [];
  const seen: SeenApiService | { readonly items: readonly SeenApiService[] } = JSON.parse(text);
  return 'items' in seen ? seen.items : [seen];
}

/** Looks every other second whether APIServices are Available, until it is closed. */
export class AvailabilityWatch implements AsyncDisposable {
  readonly #kubectl: Kubectl;
  readonly #names: readonly string[];
  readonly #running: Promise<void>;
  #isOver = false;
  #looksAway = false;
  looks = 0;
  /** What was said each time that one was not. */
  readonly faults: string[] = [];

  private constructor(kubectl: Kubectl, names: readonly string[]) {
    this.#kubectl = kubectl;
    this.#names = names;
    this.#running = this.#run();
  }

  static begin(kubectl: Kubectl, ...names: readonly string[]): AvailabilityWatch {
    return new AvailabilityWatch(kubectl, names);
  }

  /** Looks away while something is done to what is behind them, and until they are Available again. */
  async lookingAway<T>(work: () => Promise<T>): Promise<T> {
    this.#looksAway = true;
    try {
      const result = await work();
      const names = this.#names.map((name) => `apiservice/${name}`);
      await this.#kubectl(['wait', '--for=condition=Available', '--timeout=90s', ...names]);
      return result;
    } finally {
      this.#looksAway = false;
    }
  }

  /** What was found, about `whose` APIServices. */
  finding(whose: string): Finding {
    return {
      what: `looks at which ${whose} was not Available`,
      measured: `${this.faults.length} of ${this.looks}${this.faults
        .slice(0, 3)
        .map((fault) => `; ${fault}`)
        .join('')}`,
      bound: '0',
      holds: this.looks > 0 && this.faults.length === 0,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (; !this.#isOver; await sleep(2_000)) {
      const found = await this.#look();
      if (this.#looksAway) continue;
      this.looks += 1;
      this.faults.push(...found);
    }
  }

  /** What is wrong now. A look that fails is a fault like any other. */
  async #look(): Promise<readonly string[]> {
    try {
      const seen = await readAll(this.#kubectl, this.#names);
      return this.#names.flatMap((name) => {
        const conditions = seen.find(({ metadata }) => metadata.name === name)?.status?.conditions;
        const available = conditions?.find(({ type }) => type === 'Available');
        return available?.status === 'True' ? [] : [`${name}: ${available?.message ?? 'absent'}`];
      });
    } catch (error) {
      return [sentenceOf(error)];
    }
  }
}
