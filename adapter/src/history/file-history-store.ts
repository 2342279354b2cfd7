import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { KeptTrack } from '../forecasting/kept-track.ts';
import type { ScalerMemory } from '../scaler/scaler-memory.ts';
import { headLine, readHistory, valueLines } from './history-lines.ts';
import type { HistoryStore, Kept, Owner } from './history-store.ts';
import { mostSlots, type Slots } from './slots.ts';
import { memoryIn, memoryText } from './stored-memory.ts';
import { trackBytes, trackIn } from './stored-track.ts';

const missingFile = 'ENOENT';
const endOfLine = 0x0a;
/** A file with so many lines more than are remembered is written anew. */
const excess = 2;

/**
 * Keeps each scaler in a folder of its own: values in a file that grows line by line and is written anew when it
 * has grown long or was cut off, the memory and the track in ones that are replaced as a whole. A crash loses a line at most.
 */
export class FileHistoryStore implements HistoryStore {
  readonly stepsBetweenSaves = 4;
  readonly #folder: string;
  /** Lines of the files that were opened, and what their slots are, by folder. */
  readonly #files = new Map<string, { readonly lines: number; readonly slots: Slots }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async load(owner: Owner): Promise<Kept | undefined> {
    const bytes = await readOrNothing(this.#file(owner, 'history'));
    if (bytes === undefined) return undefined;
    const read = readHistory(bytes);
    if (read === undefined || read.head.uid !== owner.uid) return undefined;
    const slots = { stepMs: read.head.stepMs, originMs: read.head.originMs };
    // A cut-off line would swallow the next one; repetitions are only a waste.
    if (bytes.at(-1) !== endOfLine || read.lines > mostSlots)
      await this.#rewrite(owner, slots, valueLines(read.series.firstSlot, read.series.values));
    else this.#files.set(this.#place(owner), { lines: read.lines, slots });
    return { slots, series: read.series };
  }

  async loadMemory(owner: Owner): Promise<ScalerMemory | undefined> {
    const text = await readOrNothing(this.#file(owner, 'memory'));
    return text === undefined ? undefined : memoryIn(text.toString(), owner);
  }

  async append(
    owner: Owner,
    slots: Slots,
    firstSlot: number,
    values: readonly (number | null)[],
  ): Promise<void> {
    const lines = valueLines(firstSlot, values);
    const known = this.#files.get(this.#place(owner));
    if (known === undefined || !isDeepStrictEqual(known.slots, slots))
      return this.#rewrite(owner, slots, lines);
    if (known.lines > excess * mostSlots) return this.#compact(owner, lines);
    await appendFile(this.#file(owner, 'history'), lines);
    this.#files.set(this.#place(owner), { lines: known.lines + values.length, slots });
  }

  async saveMemory(owner: Owner, memory: ScalerMemory): Promise<void> {
    await this.#replace(owner, 'memory', memoryText(owner, memory));
  }

  async loadTrack(owner: Owner): Promise<KeptTrack | undefined> {
    const bytes = await readOrNothing(this.#file(owner, 'track'));
    return bytes === undefined ? undefined : trackIn(bytes, owner);
  }

  async saveTrack(owner: Owner, track: KeptTrack): Promise<void> {
    await this.#replace(owner, 'track', trackBytes(owner, track));
  }

  async forget(owner: Owner): Promise<void> {
    this.#files.delete(this.#place(owner));
    await rm(this.#place(owner), { recursive: true, force: true });
  }

  async #compact(owner: Owner, lines: string): Promise<void> {
    const read = readHistory(await readFile(this.#file(owner, 'history')));
    if (read === undefined) return;
    const kept = valueLines(read.series.firstSlot, read.series.values);
    await this.#rewrite(owner, read.head, kept + lines);
  }

  async #rewrite(owner: Owner, { stepMs, originMs }: Slots, lines: string): Promise<void> {
    const slots = { stepMs, originMs };
    await this.#replace(owner, 'history', headLine(owner.uid, slots) + lines);
    this.#files.set(this.#place(owner), { lines: lines.split('\n').length - 1, slots });
  }

  /** A crash leaves the old file or the new one. */
  async #replace(owner: Owner, name: string, content: string | Buffer): Promise<void> {
    await mkdir(this.#place(owner), { recursive: true });
    const file = this.#file(owner, name);
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
  }

  /** Names of Kubernetes hold nothing that leads out of the folder. */
  #place({ namespace, name }: Owner): string {
    return join(this.#folder, namespace, name);
  }

  #file(owner: Owner, name: string): string {
    return join(this.#place(owner), name);
  }
}

async function readOrNothing(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === missingFile) return undefined;
    throw error;
  }
}
