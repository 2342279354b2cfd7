import type { Random } from '../market/random.ts';
import type { FaultPlan } from './fault-plan.ts';

/** What happens to one frame on its way to one connection. */
export type FrameFate = 'Sent' | 'Dropped' | 'Doubled' | 'Held';

/** Frames after the faults: what goes out now and what waits for the next frame. */
export interface Disturbed {
  readonly send: readonly string[];
  readonly held: readonly string[];
  readonly fates: readonly FrameFate[];
}

/** Draws the fate of one frame; the shares of the plan are tried in the order drop, duplicate, reorder. */
export function drawFate(plan: FaultPlan, random: Random): FrameFate {
  if (plan.stall) return 'Dropped';
  const drawn = random.uniform();
  if (drawn < plan.drop) return 'Dropped';
  if (drawn < plan.drop + plan.duplicate) return 'Doubled';
  if (drawn < plan.drop + plan.duplicate + plan.reorder) return 'Held';
  return 'Sent';
}

/**
 * Applies the fates to frames in their order. A held frame goes out behind the next one that goes out;
 * where no new frame follows, the held ones go out now.
 */
export function disturb(
  frames: readonly string[],
  held: readonly string[],
  draw: () => FrameFate,
): Disturbed {
  if (frames.length === 0) return { send: held, held: [], fates: [] };
  const fates = frames.map(draw);
  const send: string[] = [];
  let waiting = [...held];
  frames.forEach((frame, index) => {
    const fate = fates[index];
    if (fate === 'Dropped') return;
    if (fate === 'Held') {
      waiting.push(frame);
      return;
    }
    send.push(frame, ...(fate === 'Doubled' ? [frame] : []), ...waiting);
    waiting = [];
  });
  return { send, held: waiting, fates };
}
