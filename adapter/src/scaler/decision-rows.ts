import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { LoggedDecision } from '../snapshot/explanation.ts';

/** Decisions that are remembered of a scaler, and how many of them are packed together. */
const remembered = 240;
const packedTogether = 24;
const mostPacks = Math.ceil(remembered / packedTogether);
/** A pack is some ten kilobytes of text, packed one or two: a window sees all of it, and no more memory is asked for. */
const packing = { windowBits: 14, memLevel: 7, chunkSize: 2_048 } as const;

/**
 * The newest decisions of one scaler. All but the last few are packed: each looks so much like the one before that an
 * hour of them takes ten kilobytes instead of two hundred.
 */
export class DecisionRows {
  readonly #packs: Uint8Array[] = [];
  #open: LoggedDecision[] = [];

  add(decision: LoggedDecision): void {
    this.#open.push(decision);
    if (this.#open.length < packedTogether) return;
    this.#packs.push(packed(this.#open));
    this.#open = [];
    if (this.#packs.length > mostPacks) this.#packs.shift();
  }

  /** Oldest first. They are unpacked, which takes a millisecond. */
  get all(): readonly LoggedDecision[] {
    return [...this.#packs.flatMap(unpacked), ...this.#open].slice(-remembered);
  }
}

/** A copy: what zlib answers with lies in a larger buffer. */
const packed = (decisions: readonly LoggedDecision[]): Uint8Array =>
  new Uint8Array(deflateRawSync(JSON.stringify(decisions), packing));

const unpacked = (pack: Uint8Array): readonly LoggedDecision[] =>
  JSON.parse(inflateRawSync(pack).toString('utf8')) as LoggedDecision[];
