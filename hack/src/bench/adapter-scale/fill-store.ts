import { ForecastTrack } from '../../../../adapter/src/forecasting/forecast-track.ts';
import type { KeptTrack } from '../../../../adapter/src/forecasting/kept-track.ts';
import { FileHistoryStore } from '../../../../adapter/src/history/file-history-store.ts';
import { slotOf } from '../../../../adapter/src/history/slots.ts';
import { givenScale, hpaSyncSeconds, leadSeconds, scalersOf, stepMs } from './scale.ts';

/**
 * Fills the store of an adapter as though it had run for days. A process of its own: what it takes is not the adapter's.
 * Slots begin at the phase that the fleet gives a scaler; it finds what is kept by name and takes its slots as they are.
 */
const { scalers, days, anew, folder } = givenScale();
const slots = { stepMs, originMs: 0 };
const count = Math.round((days * 86_400_000) / stepMs);
const last = slotOf(slots, Date.now());
const values = Array.from({ length: count }, (_, index) => {
  const day = (2 * Math.PI * (last - count + index)) / 1_440;
  return 100 + 60 * Math.sin(day) + 20 * Math.sin(24 * day) + 10 * Math.random();
});
const store = new FileHistoryStore(folder);
const track = anew ? undefined : trackOf();
for (const name of [...scalersOf(scalers).values()].map(({ metadata }) => metadata.name)) {
  const owner = { namespace: 'shop', name, uid: name };
  await store.append(owner, slots, last - count, values);
  if (track !== undefined) await store.saveTrack(owner, track);
}

/** A forecast of the values as a loop keeps it, for pods that take so long to start. */
function trackOf(): KeptTrack | undefined {
  const stepSeconds = stepMs / 1_000;
  const from = leadSeconds / stepSeconds + 0.5;
  const window = { from, to: from + (hpaSyncSeconds + stepSeconds) / stepSeconds };
  const options = { stepSeconds, window };
  const { state } = ForecastTrack.open(options, values, 0).answer;
  return state === undefined ? undefined : { options, timeZone: 'UTC', nextSlot: last, state };
}
