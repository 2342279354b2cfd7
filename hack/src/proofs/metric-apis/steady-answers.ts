import { setTimeout as sleep } from 'node:timers/promises';
import { scalingMetrics } from '@pricecast/crds';
import { sentenceOf } from '../../failure.ts';
import type { Finding } from '../../proof.ts';
import { ScalerView } from '../scaling/scaler-view.ts';
import type { ScratchNamespace } from '../scratch-namespace.ts';

/** Load of the scaler that is asked about, and the HPA that asks for its decisions. */
const [load, hpa] = ['137500m', 'object'];

/** Asks the API server for a number that stays the same, several times a second, until it is closed. */
export class SteadyAnswers implements AsyncDisposable {
  readonly #scratch: ScratchNamespace;
  readonly #running: Promise<void>;
  #isOver = false;
  #asked = 0;
  readonly #faults: string[] = [];

  private constructor(scratch: ScratchNamespace) {
    this.#scratch = scratch;
    this.#running = this.#run();
  }

  static begin(scratch: ScratchNamespace): SteadyAnswers {
    return new SteadyAnswers(scratch);
  }

  /** Answers since the last time that somebody asked, and whether the HPA has its numbers. */
  async during(what: string): Promise<Finding> {
    const [asked, faults] = [this.#asked, this.#faults.splice(0)];
    this.#asked = 0;
    const active = await activeOf(this.#scratch);
    return {
      what: `lookups through the API server that failed, while ${what}`,
      measured: [
        `${faults.length} of ${asked}`,
        `ScalingActive=${active?.status} of the HPA`,
        ...faults.slice(0, 3),
      ].join('; '),
      bound: '0, and True',
      holds: asked > 0 && faults.length === 0 && active?.status === 'True',
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (; !this.#isOver; await sleep(200)) {
      this.#asked += 1;
      try {
        const value = await servedLoad(this.#scratch);
        if (value !== load) this.#faults.push(`${value}`);
      } catch (error) {
        this.#faults.push(sentenceOf(error));
      }
    }
  }
}

/** The load that the custom metric API serves of the scaler now. */
async function servedLoad(scratch: ScratchNamespace): Promise<string | undefined> {
  const about = `predictivescalers.pricecast.dev/gauge/${scalingMetrics.observedLoad}`;
  const path = `/apis/custom.metrics.k8s.io/v1beta2/namespaces/${scratch.name}/${about}`;
  const answer: { readonly items: readonly { readonly value: string }[] } = JSON.parse(
    await scratch.kubectl(['get', '--raw', path]),
  );
  return answer.items[0]?.value;
}

const activeOf = (scratch: ScratchNamespace) =>
  new ScalerView(scratch, 'gauge').hpaCondition(hpa, 'ScalingActive');

/** Whether the load is served and the HPA has its numbers, so that watching can begin. */
export const isSteady = async (scratch: ScratchNamespace): Promise<true | undefined> => {
  const value = await servedLoad(scratch).catch(() => undefined);
  const active = await activeOf(scratch).catch(() => undefined);
  return value === load && active?.status === 'True' ? true : undefined;
};
