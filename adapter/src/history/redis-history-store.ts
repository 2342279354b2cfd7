import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { KeptTrack } from '../forecasting/kept-track.ts';
import { jsonIn } from '../json-in.ts';
import type { ScalerMemory } from '../scaler/scaler-memory.ts';
import type { HistoryStore, Kept, Owner } from './history-store.ts';
import { mostSlots, type Slots } from './slots.ts';
import { memoryIn, memoryText } from './stored-memory.ts';
import { trackBytes, trackIn } from './stored-track.ts';

const headSchema = z
  .object({
    version: z.literal(1),
    uid: z.string(),
    stepMs: z.number().positive(),
    originMs: z.number(),
    /** First and last slot that the ring speaks of. */
    firstSlot: z.number().int(),
    lastSlot: z.number().int(),
  })
  .refine(({ firstSlot, lastSlot }) => firstSlot <= lastSlot && lastSlot - firstSlot < mostSlots);
type Head = z.infer<typeof headSchema>;

/** A value is a double, little-endian; a gap is not a number. */
const bytes = 8;
/** A scaler that nobody writes for is forgotten after this: longer than any history reaches back usefully. */
const lifetimeSeconds = 30 * 86_400;
const kinds = ['head', 'ring', 'memory', 'track'] as const;

/**
 * Keeps each scaler under four keys of a Redis: a ring of as many values as are remembered, what it speaks of, the
 * memory, and the track. A new value overwrites the oldest one, so that nothing grows; any replica goes on where another one ended.
 */
export class RedisHistoryStore implements HistoryStore {
  /** Another replica may have to go on at any time. */
  readonly stepsBetweenSaves = 1;
  readonly #redis: Redis;
  readonly #prefix: string;
  /** What the rings say that this replica writes. */
  readonly #heads = new Map<string, Head>();

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async load(owner: Owner): Promise<Kept | undefined> {
    this.#heads.delete(placeOf(owner));
    const [headText, ring] = await Promise.all([
      this.#redis.get(this.#key('head', owner)),
      this.#redis.getBuffer(this.#key('ring', owner)),
    ]);
    const head = headText === null ? undefined : headSchema.safeParse(jsonIn(headText)).data;
    if (head === undefined || head.uid !== owner.uid || ring?.length !== mostSlots * bytes) return undefined;
    this.#heads.set(placeOf(owner), head);
    const { firstSlot, lastSlot, stepMs, originMs } = head;
    const values = Array.from({ length: lastSlot - firstSlot + 1 }, (_, index) =>
      read(ring, firstSlot + index),
    );
    return { slots: { stepMs, originMs }, series: { firstSlot, values } };
  }

  async loadMemory(owner: Owner): Promise<ScalerMemory | undefined> {
    const text = await this.#redis.get(this.#key('memory', owner));
    return text === null ? undefined : memoryIn(text, owner);
  }

  async append(
    owner: Owner,
    slots: Slots,
    firstSlot: number,
    values: readonly (number | null)[],
  ): Promise<void> {
    if (values.length === 0) return;
    const place = placeOf(owner);
    const known = this.#heads.get(place);
    const lastSlot = firstSlot + values.length - 1;
    const isOnSlots = known?.stepMs === slots.stepMs && known.originMs === slots.originMs;
    const goesOn = isOnSlots && firstSlot >= known.firstSlot && firstSlot <= known.lastSlot + 1;
    const head: Head = {
      ...{ version: 1, uid: owner.uid, stepMs: slots.stepMs, originMs: slots.originMs },
      firstSlot: Math.max(goesOn ? known.firstSlot : firstSlot, lastSlot - mostSlots + 1),
      lastSlot: Math.max(goesOn ? known.lastSlot : lastSlot, lastSlot),
    };
    // Until it is written, nobody can tell what the ring holds.
    this.#heads.delete(place);
    if (goesOn) await this.#write(owner, head, firstSlot, values);
    else await this.#rewrite(owner, head, firstSlot, values);
    this.#heads.set(place, head);
  }

  async saveMemory(owner: Owner, memory: ScalerMemory): Promise<void> {
    await this.#redis.set(this.#key('memory', owner), memoryText(owner, memory), 'EX', lifetimeSeconds);
  }

  async loadTrack(owner: Owner): Promise<KeptTrack | undefined> {
    const bytes = await this.#redis.getBuffer(this.#key('track', owner));
    return bytes === null ? undefined : trackIn(bytes, owner);
  }

  async saveTrack(owner: Owner, track: KeptTrack): Promise<void> {
    await this.#redis.set(this.#key('track', owner), trackBytes(owner, track), 'EX', lifetimeSeconds);
  }

  async forget(owner: Owner): Promise<void> {
    this.#heads.delete(placeOf(owner));
    await this.#redis.del(...kinds.map((kind) => this.#key(kind, owner)));
  }

  async #write(
    owner: Owner,
    head: Head,
    firstSlot: number,
    values: readonly (number | null)[],
  ): Promise<void> {
    const change = this.#redis
      .multi()
      .strlen(this.#key('ring', owner))
      .set(this.#key('head', owner), JSON.stringify(head), 'EX', lifetimeSeconds);
    for (const { place, piece } of piecesOf(firstSlot, values))
      change.setrange(this.#key('ring', owner), place * bytes, piece);
    const replies = await change.expire(this.#key('ring', owner), lifetimeSeconds).exec();
    if (replies?.[0]?.[1] === mostSlots * bytes) return;
    // Redis has filled what it lost with zeros, which would be values.
    await this.#redis.del(this.#key('head', owner), this.#key('ring', owner));
    throw new Error(`HISTORY_LOST: the history of ${placeOf(owner)} is no longer in Redis`);
  }

  /** The whole ring at once: Redis fills what it does not have with zeros, which would be values. */
  async #rewrite(
    owner: Owner,
    head: Head,
    firstSlot: number,
    values: readonly (number | null)[],
  ): Promise<void> {
    const ring = emptyRing();
    for (const { place, piece } of piecesOf(firstSlot, values)) piece.copy(ring, place * bytes);
    await this.#redis
      .multi()
      .set(this.#key('head', owner), JSON.stringify(head), 'EX', lifetimeSeconds)
      .set(this.#key('ring', owner), ring, 'EX', lifetimeSeconds)
      .exec();
  }

  #key(kind: (typeof kinds)[number], owner: Owner): string {
    return `${this.#prefix}:${kind}:${placeOf(owner)}`;
  }
}

const placeOf = ({ namespace, name }: Owner): string => `${namespace}/${name}`;
const placeIn = (slot: number): number => ((slot % mostSlots) + mostSlots) % mostSlots;

function read(ring: Buffer, slot: number): number | null {
  const value = ring.readDoubleLE(placeIn(slot) * bytes);
  return Number.isNaN(value) ? null : value;
}

function emptyRing(): Buffer {
  const ring = Buffer.alloc(mostSlots * bytes);
  ring.fill(encoded([null]));
  return ring;
}

function encoded(values: readonly (number | null)[]): Buffer {
  const buffer = Buffer.alloc(values.length * bytes);
  values.forEach((value, index) => void buffer.writeDoubleLE(value ?? Number.NaN, index * bytes));
  return buffer;
}

/** Stretches of the ring: values that run over its end go on at its beginning. Only the newest round counts. */
function piecesOf(firstSlot: number, all: readonly (number | null)[]) {
  const values = all.slice(-mostSlots);
  const begin = placeIn(firstSlot + all.length - values.length);
  const before = values.slice(0, mostSlots - begin);
  const after = values.slice(mostSlots - begin);
  return [
    { place: begin, piece: encoded(before) },
    { place: 0, piece: encoded(after) },
  ].filter(({ piece }) => piece.length > 0);
}
