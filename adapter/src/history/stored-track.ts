import { z } from 'zod';
import type { KeptTrack } from '../forecasting/kept-track.ts';
import { jsonIn } from '../json-in.ts';
import type { Owner } from './history-store.ts';

const headSchema = z.object({
  version: z.literal(1),
  uid: z.string(),
  options: z.object({
    stepSeconds: z.number(),
    window: z.object({ from: z.number(), to: z.number() }),
    seasons: z.array(z.number()).optional(),
    regressors: z.array(z.object({ name: z.string(), digest: z.string() })).optional(),
  }),
  timeZone: z.string().optional(),
  nextSlot: z.number().int(),
});

const endOfHead = 0x0a;

/** The bytes that `trackIn` reads: a line of JSON, then the state. */
export function trackBytes({ uid }: Owner, { state, ...rest }: KeptTrack): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ version: 1, uid, ...rest })}\n`), state]);
}

/** The track in the bytes; undefined when it is another scaler's, of another version or none. */
export function trackIn(bytes: Buffer, { uid }: Owner): KeptTrack | undefined {
  const end = bytes.indexOf(endOfHead);
  const { data } = headSchema.safeParse(jsonIn(bytes.toString('utf8', 0, Math.max(0, end))));
  if (data?.uid !== uid) return undefined;
  const { options, timeZone, nextSlot } = data;
  const { seasons, regressors, ...known } = options;
  return {
    options: {
      ...known,
      ...(seasons === undefined ? {} : { seasons }),
      ...(regressors === undefined ? {} : { regressors }),
    },
    timeZone,
    nextSlot,
    state: bytes.subarray(end + 1),
  };
}
