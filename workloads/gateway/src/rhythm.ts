import type { Logger } from '@pricecast/runtime';
import { type Gateway, healthOf } from './gateway.ts';
import type { ChannelReaders } from './intake/channel-readers.ts';
import type { Rhythm } from './live/live-streams.ts';

// Messages that come within it travel together: at most so many writes a second to each client.
const soonMilliseconds = 10;
const lookMilliseconds = 100;
const healthMilliseconds = 1_000;
const stagesMilliseconds = 5_000;

/** Time by the clock of the machine. */
export const rhythm: Rhythm = {
  soon: (callback) => void setTimeout(callback, soonMilliseconds),
  every: (milliseconds, callback) => {
    const timer = setInterval(callback, milliseconds);
    return () => clearInterval(timer);
  },
};

/** Looks at readers and stages again and again, and tells open streams how the pipeline does. Returns what ends it. */
export function beat(gateway: Gateway, readers: ChannelReaders, log: Logger): () => Promise<void> {
  const look = () => {
    readers.look().catch((error: unknown) => log.debug({ error }, 'Kafka did not say who it is'));
  };
  const tell = () => {
    if (gateway.streams.size > 0) gateway.streams.tell('health', JSON.stringify(healthOf(gateway)));
  };
  void gateway.stages.look();
  const timers = [
    setInterval(look, lookMilliseconds),
    setInterval(tell, healthMilliseconds),
    setInterval(() => void gateway.stages.look(), stagesMilliseconds),
  ];
  return async () => {
    for (const timer of timers) clearInterval(timer);
  };
}
