import { stepOf, type Trace } from '../trace/trace.ts';
import { calm, type Troubles } from '../troubles.ts';
import { type Sight, type World, worldOf } from '../world.ts';
import { rollout } from './rollout.ts';
import { changed, inStretch, lost, type Stretch, shifted } from './rows.ts';

/** Something that goes wrong with a load, with what is seen of it, or with those who decide. */
export interface Fault {
  readonly name: string;
  /** When it begins, in hours before the end; undefined when it is there from the first row on. */
  readonly from: number | undefined;
  /** The load that really comes. */
  readonly real?: (trace: Trace) => Trace;
  /** What is seen of it, where a pod takes so many seconds to start. */
  readonly sight?: (real: Trace, startupSeconds: number) => Sight;
}

const minute = 1 / 60;
/** Faults begin so many hours before the end: the bound is one of a day, and half of one has too few minutes for it. */
const day = 24;
/** From then on to the end. */
const lasting = { from: day, hours: day + 1 } as const;

const unseen = (name: string, stretch: Stretch): Fault => ({
  name,
  from: stretch.from,
  sight: (real) => ({ rows: lost(stretch)(real) }),
});
const seenAs = (name: string, stretch: Stretch, change: (load: number, row: number) => number): Fault => ({
  name,
  from: stretch.from,
  sight: (real) => ({ rows: changed(stretch, change)(real) }),
});
const comes = (name: string, stretch: Stretch, change: (load: number) => number): Fault => ({
  name,
  from: stretch.from,
  real: changed(stretch, change),
});
const shiftedBy = (name: string, from: number, hours: number): Fault => ({
  name,
  from,
  real: shifted(from, 3_600 * hours),
});
const clock = (name: string, sight: Sight): Fault => ({ name, from: day, sight: () => sight });
const trouble = (
  name: string,
  stretch: Stretch,
  of: (during: (now: number) => boolean) => Partial<Troubles>,
): Fault => ({
  name,
  from: stretch.from,
  sight: (real) => ({ troubles: { ...calm, ...of(inStretch(real, stretch)) } }),
});

/** A naive rate over an interval in which a counter began anew, once in six hours. */
function restartingCounter(load: number, row: number, trace: Trace): number {
  return row % Math.round((6 * 3_600) / stepOf(trace)) === 0 ? 0.05 * load : load;
}

/** Faults that a scaler has to bear without being worse than a plain HPA. */
export const faults: readonly Fault[] = [
  { name: 'nothing', from: day },
  unseen('samples are lost for ten minutes', { from: day, hours: 10 * minute }),
  unseen('samples are lost for two hours', { from: day, hours: 2 }),
  unseen('samples are lost for a day', { from: day + 4, hours: day }),
  seenAs('zeros stand for lost samples for ten minutes', { from: day, hours: 10 * minute }, () => 0),
  comes('ten times the load for five minutes', { from: day, hours: 5 * minute }, (load) => 10 * load),
  comes('twice the load from a deploy on', lasting, (load) => 2 * load),
  comes('half the load from a deploy on', lasting, (load) => load / 2),
  {
    name: 'a deploy whose replicas serve 30 % less',
    from: day,
    sight: (real, startupSeconds) => ({
      troubles: { ...calm, ...rollout(real, { from: day, startupSeconds, capacityShare: 0.7 }) },
    }),
  },
  comes('a quiet holiday', lasting, (load) => 0.3 * load),
  shiftedBy('clocks go forward for summer time', day, 1),
  shiftedBy('clocks go back for winter time', day, -1),
  shiftedBy('the day comes six hours early', day, 6),
  shiftedBy('the week comes a day late', day, -24),
  { name: 'there is no history', from: undefined },
  {
    name: 'a counter begins anew each six hours',
    from: day,
    sight: (real) => ({
      rows: changed(lasting, (load, row) => restartingCounter(load, row, real))(real),
    }),
  },
  trouble('the forecaster is killed for twelve hours', { from: day, hours: 12 }, (during) => ({
    forecasts: (now) => !during(now),
  })),
  trouble('nobody decides for two minutes', { from: day, hours: 2 * minute }, (during) => ({
    decides: (now) => !during(now),
  })),
  clock('clocks that are two minutes ahead', { aheadSeconds: 120 }),
  clock('clocks that are two minutes behind', { aheadSeconds: -120 }),
  clock('samples that come two minutes late', { lateSeconds: 120 }),
];

/** A world in which a fault happens to a load. */
export function faulty(trace: Trace, { real, sight }: Fault, startupSeconds: number): World {
  const load = real?.(trace) ?? trace;
  return worldOf(load, sight?.(load, startupSeconds) ?? {});
}
