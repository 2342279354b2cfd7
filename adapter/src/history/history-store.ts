import type { KeptTrack } from '../forecasting/kept-track.ts';
import type { ScalerMemory } from '../scaler/scaler-memory.ts';
import type { SlotSeries } from './demand-history.ts';
import type { Slots } from './slots.ts';

/** Whose history it is. A scaler that was deleted and made anew has another uid, and begins anew. */
export interface Owner {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** The history that is kept of a scaler. */
export interface Kept {
  readonly slots: Slots;
  readonly series: SlotSeries;
}

/** Keeps history and memory of scalers over restarts. */
export interface HistoryStore {
  /** Memory is written with every so many steps, and at the end. */
  readonly stepsBetweenSaves: number;
  /** Undefined where no value is kept. */
  load(owner: Owner): Promise<Kept | undefined>;
  /** What was remembered last, which may be before a first value is kept; undefined where there is nothing. */
  loadMemory(owner: Owner): Promise<ScalerMemory | undefined>;
  /** Adds values that became known; `firstSlot` is the slot of the first. */
  append(owner: Owner, slots: Slots, firstSlot: number, values: readonly (number | null)[]): Promise<void>;
  saveMemory(owner: Owner, memory: ScalerMemory): Promise<void>;
  /** The newest track that was saved; undefined where there is none. */
  loadTrack(owner: Owner): Promise<KeptTrack | undefined>;
  saveTrack(owner: Owner, track: KeptTrack): Promise<void>;
  forget(owner: Owner): Promise<void>;
}
