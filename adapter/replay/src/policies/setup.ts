import type { EventWindow, GateSettings, RiskSetting } from '@pricecast/decision';
import type { World } from '../world.ts';

/** What every policy is opened with. */
export interface Setup {
  readonly world: World;
  /** Load that one replica serves. */
  readonly capacity: number;
  readonly startupSeconds: number;
  readonly min: number;
  readonly max: number;
  /** Share of the capacity at which a plain HPA aims. */
  readonly hpaTarget: number;
  readonly risk: RiskSetting;
  readonly pricePerPodHour: number;
  /** Seconds for which nobody is served when the number of pods changes. */
  readonly pauseSeconds?: number;
  readonly budgetPerDay?: number;
  /** Occurrences of calendar events that history cannot tell. */
  readonly events?: readonly EventWindow[];
  /** Partitions of equal load, each of which one consumer reads; undefined where load is spread evenly. */
  readonly partitions?: number;
  /** The forecast acts only while it is better than the last value; without it, always. */
  readonly gate?: GateSettings;
}
