import { type Manifest, systemClock } from '@pricecast/kube';
import { createLogger } from '@pricecast/runtime';
import type { Target } from '../cluster/targets.ts';
import type { DemandSource } from '../demand/reading.ts';
import type { Forecaster, StepAnswer } from '../forecasting/forecast-answer.ts';
import { Bulletin } from '../scaler/bulletin.ts';
import { ScalerFleet } from '../scaler/fleet.ts';
import { publishedOf } from '../scaling.ts';
import { Sharing } from '../sharing/sharing.ts';
import type { LoggedDecision } from '../snapshot/explanation.ts';
import { aParsedScaler, aServingPod } from './scaler-scene.ts';

/** One decision, and who made it. */
export interface MadeDecision {
  readonly replica: string;
  readonly key: string;
  readonly decision: LoggedDecision;
}

/** Scalers of a test as an informer would have them, each at a step of five seconds. */
export function storedScalers(count: number): ReadonlyMap<string, Manifest> {
  const scaler = aParsedScaler() as unknown as Manifest;
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const name = `scaler-${index}`;
      return [
        `shop/${name}`,
        { ...scaler, metadata: { ...scaler.metadata, namespace: 'shop', name, uid: name } },
      ];
    }),
  );
}

const aSource = (): DemandSource => ({
  read: async () => ({ kind: 'Value', at: Date.now(), load: 55 }),
  close: async () => {},
});

/** A replica of the adapter without its doors: its scalers, what it serves, and the others over a real Redis. */
export class Replica {
  readonly bulletin = new Bulletin(() => []);
  readonly #sharing: Sharing;
  readonly #fleet: ScalerFleet;

  private constructor(sharing: Sharing, fleet: ScalerFleet) {
    this.#sharing = sharing;
    this.#fleet = fleet;
  }

  static async start(given: {
    readonly name: string;
    readonly redisPort: number;
    readonly scalers: ReadonlyMap<string, Manifest>;
    readonly forecaster: Forecaster;
    readonly made: (decision: MadeDecision) => void;
  }): Promise<Replica> {
    const { name, redisPort, scalers, forecaster, made } = given;
    const clock = systemClock();
    const log = createLogger('test', 'fatal');
    const holder: { replica?: Replica } = {};
    const sharing = await Sharing.open({
      address: { url: `redis://127.0.0.1:${redisPort}` },
      replica: name,
      ...{ clock, log },
      heard: (key, published) => holder.replica?.bulletin.take(key, published),
    });
    const fleet = new ScalerFleet({
      scalers: { get: (key) => scalers.get(key), list: () => [...scalers.values()], onChange: () => {} },
      openDemand: aSource,
      openRegressor: aSource,
      ...{ forecaster, clock, log },
      targets: { find: () => aTarget },
      prices: () => ({ currency: 'USD', perReplicaHour: 0.05 }),
      store: sharing.store,
      isMine: (key) => sharing.rollCall.isMine(key),
      attached: async () => undefined,
      hpaSyncSeconds: 15,
      concluded: (key, loop, conclusion, observation) => {
        const published = publishedOf(conclusion, observation, loop.history);
        holder.replica?.bulletin.take(key, published);
        void sharing.mirror.publish(key, published);
        made({ replica: name, key, decision: published.decision });
      },
      gone: () => {},
      handedOver: () => {},
    });
    sharing.rollCall.onChange(() => fleet.reshare());
    const replica = new Replica(sharing, fleet);
    holder.replica = replica;
    await sharing.begin();
    fleet.start();
    return replica;
  }

  /** Scalers that it looks after. */
  get size(): number {
    return this.#fleet.size;
  }

  /** Ends in order. */
  async stop(): Promise<void> {
    await this.#sharing.leave();
    await this.#fleet.stop();
    this.#sharing.close();
  }

  /** Falls silent in the middle of everything, as a killed process does: nothing is saved and nobody is told. */
  kill(): void {
    this.#sharing.close();
    // What it would have saved goes nowhere, as it does from a process that is dead.
    this.#fleet.stop().catch(() => {});
  }
}

const pods = [aServingPod('a', Date.now() - 600_000, 31)];
const aTarget: Target = {
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'checkout', labels: {} },
  resource: 'deployments.apps',
  workload: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'checkout', namespace: 'shop' } },
  ...{ current: 1, pods, serving: pods, template: 't', isRolledOut: true },
};

/** Forecasts three times the load, at once. */
export const forecaster: Forecaster = {
  open: async () => tripled,
  resume: async () => tripled,
  step: async () => tripled,
  drop: () => {},
};

/** Never gets so far as to forecast. */
export const slowForecaster: Forecaster = { ...forecaster, open: () => new Promise(() => {}) };

const tripled: StepAnswer = {
  forecast: {
    kind: 'Made',
    outlook: { levels: [0.5, 0.9, 0.99], loads: [150, 165, 180] },
    model: 'test',
    notes: [],
  },
  outcomes: [],
};
