import { execa } from 'execa';
import { z } from 'zod';
import type { Arena, Peer } from './peers.ts';

const figures = z.object({ perSecond: z.number(), p50: z.number(), p99: z.number() });

/** What a run of questions came to; times in milliseconds. */
export type LoadFigures = Readonly<z.infer<typeof figures>>;

/** Asks with the program that is built beside the reference; its own cost is the same for both. */
export class Load {
  readonly #program: string;
  readonly #arena: Arena;

  constructor(program: string, arena: Arena) {
    this.#program = program;
    this.#arena = arena;
  }

  /** As many connections, each with one question after another by a user whose rights are known. */
  closedLoop(peer: Peer, connections: number, seconds: number): Promise<LoadFigures> {
    return this.#run(peer, ['-connections', `${connections}`, '-length', `${seconds}s`]);
  }

  /** Questions at a steady rate, each by a user who was not seen before: every one needs a review. */
  coldLookups(peer: Peer, perSecond: number, seconds: number): Promise<LoadFigures> {
    return this.#run(peer, ['-rate', `${perSecond}`, '-length', `${seconds}s`]);
  }

  async #run({ url }: Peer, words: readonly string[]): Promise<LoadFigures> {
    const { authority, cert, key } = this.#arena.caller;
    const secrets = ['-ca', authority, '-cert', cert, '-key', key];
    const { stdout } = await execa(this.#program, ['-url', url, ...secrets, ...words]);
    return figures.parse(JSON.parse(stdout));
  }
}

/** Median and 99 % of times. */
export function quantiles(took: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
