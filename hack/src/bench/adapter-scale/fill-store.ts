import { ForecastTrack } from '../../../../adapter/src/forecasting/forecast-track.ts';
import type { KeptTrack } from '../../../../adapter/src/forecasting/kept-track.ts';
import { FileHistoryStore } from '../../../../adapter/src/history/file-history-store.ts';
import { slotOf } from '../../../../adapter/src/history/slots.ts';
import { phaseOf } from '../../../../adapter/src/phase.ts';
import { givenScale, hpaSyncSeconds, intervalSeconds, leadSeconds, scalersOf, stepMs } from './scale.ts';

/** Fills the store of an adapter as though it had run for days. A process of its own: what it takes is not the adapter's. */
const { scalers, days, anew, folder } = givenScale();
const count = Math.round((days * 86_400_000) / stepMs);
const values = Array.from({ length: count }, (_, index) => {
  const day = (2 * Math.PI * index) / 1_440;
  return 100 + 60 * Math.sin(day) + 20 * Math.sin(24 * day) + 10 * Math.random();
});
const store = new FileHistoryStore(folder);
const track = anew ? undefined : trackOf();
for (const name of [...scalersOf(scalers).values()].map(({ metadata }) => metadata.name)) {
  const owner = { namespace: 'shop', name, uid: name };
  // As the fleet cuts them, that not all scalers step at once.
  const slots = { stepMs, originMs: phaseOf(`shop/${name}`, intervalSeconds * 1_000) };
  const nextSlot = slotOf(slots, Date.now());
  await store.append(owner, slots, nextSlot - count, values);
  if (track !== undefined) await store.saveTrack(owner, { ...track, nextSlot });
}

/** A forecast of the values as a loop keeps it, for pods that take so long to start. */
function trackOf(): Omit<KeptTrack, 'nextSlot'> | undefined {
  const stepSeconds = stepMs / 1_000;
  const from = leadSeconds / stepSeconds + 0.5;
  const window = { from, to: from + (hpaSyncSeconds + stepSeconds) / stepSeconds };
  const options = { stepSeconds, window };
  const { state } = ForecastTrack.open(options, values, 0).answer;
  return state === undefined ? undefined : { options, timeZone: 'UTC', state };
}
