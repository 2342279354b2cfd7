import { Engine } from '../../src/ensemble/engine.ts';
import { loadLike } from '../loads.ts';
import { day, horizon, week } from '../series-set.ts';

const steps = 4000;
/** Steps that are timed together: the clock of a process is too coarse for one. */
const together = 50;

/**
 * Milliseconds of a step of one regression of the ensemble on its own: a sample is learnt from, the coefficients
 * are solved for anew, and 48 steps are forecast.
 */
export function warmRegression(history: readonly number[]): number[] {
  const engine = Engine.fit({
    values: Float64Array.from(history),
    history: { shift: undefined, notes: [], refusal: undefined },
    horizon,
    seasons: [day, week],
    turns: (time) => time / day,
    room: steps,
  });
  const member = engine.members.find(({ learn }) => learn !== undefined);
  const samples = loadLike(history.length + steps, 3600).slice(history.length);
  const path = new Float64Array(horizon);
  const { view } = engine;
  const spent: number[] = [];
  for (let at = 0; at + together <= steps; at += together) {
    const before = process.cpuUsage();
    for (const sample of samples.slice(at, at + together)) {
      view.values[view.length] = sample;
      view.known[view.length] = 1;
      view.length += 1;
      member?.learn?.(view);
      member?.forecast(view, view.length, path);
    }
    const { user, system } = process.cpuUsage(before);
    spent.push((user + system) / 1000 / together);
  }
  return spent.slice(spent.length >> 1);
}
