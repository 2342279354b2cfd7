import { setTimeout as wait } from 'node:timers/promises';

const LOOK_MS = 20;

/**
 * Looks until `look` returns something other than undefined or false, and returns that. Rejects after `withinMs`
 * with what was waited for.
 */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 15_000,
): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > endMs) throw new Error(`${what}: not within ${withinMs} ms`);
    await wait(LOOK_MS);
  }
}
