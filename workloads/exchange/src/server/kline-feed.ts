import { type Frame, klineFrame } from '../protocol/frames.ts';
import { parseStreamName } from '../protocol/stream-name.ts';
import { klinesOf } from '../tape/klines.ts';
import type { Tape } from '../tape/tape.ts';

const minute = 60_000;

/**
 * Candles for the kline streams among `streams`: the running minute of each symbol, and the minute of the
 * last push once more when it is over since.
 */
export function klineFrames(
  streams: readonly string[],
  tape: Tape,
  push: { readonly lastMs: number; readonly nowMs: number },
): readonly Frame[] {
  return streams.flatMap((name) => {
    const stream = parseStreamName(name);
    if (stream?.kind !== 'kline_1m') return [];
    const since = push.lastMs - (push.lastMs % minute);
    const made = tape.of(stream.symbol)?.between(since, push.nowMs) ?? [];
    const klines = klinesOf(
      made.map(({ trade }) => trade),
      minute,
    );
    return klines.map((kline) => klineFrame(stream.symbol, kline, push.nowMs));
  });
}
