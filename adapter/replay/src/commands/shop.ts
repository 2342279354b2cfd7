import { seeded } from '../seeded.ts';

const days = 8;
const minutesPerDay = 1_440;
const startsAt = Date.UTC(2026, 0, 5);

/**
 * The load of a made-up shop by the minute, the same each time: a day shape, weaker at the weekend, a campaign at
 * noon, and bursts at the full hour that come two times in three.
 */
function* shop(): Generator<string> {
  const random = seeded(11);
  let burst = 0;
  yield 'timestamp,value';
  for (let minute = 0; minute < days * minutesPerDay; minute += 1) {
    const [day, hour] = [Math.floor(minute / minutesPerDay), (minute % minutesPerDay) / 60];
    const daylight = Math.max(0, Math.sin((Math.PI * (hour - 5)) / 18));
    const usual = 40 + 90 * daylight * (day % 7 >= 5 ? 0.6 : 1);
    if (minute % 60 === 0) burst = random() < 2 / 3 ? 90 + 50 * random() : 0;
    const bursting = minute % 60 < 9 ? burst : 0;
    const campaign = hour >= 12 && hour < 12.75 && day % 2 === 0 ? 70 : 0;
    const load = (usual + bursting + campaign) * (0.97 + 0.06 * random());
    yield `${new Date(startsAt + minute * 60_000).toISOString()},${load.toFixed(2)}`;
  }
}

process.stdout.write(`${[...shop()].join('\n')}\n`);
