import { z } from 'zod';
import { decimal, dnsLabel, instant, int, setOf, timeZone } from '../schema/fields.ts';
import { type Rule, ruled } from '../schema/rule.ts';

const fields = z.object({
  name: dnsLabel(63).describe('Name of the event, unique within the scaler.'),
  startsAt: instant()
    .optional()
    .describe('Moment at which a single event begins, such as 2026-01-01T00:00:00Z.'),
  schedule: z
    .string()
    .min(9)
    .max(128)
    .regex(/^\S+( \S+){4}$/)
    .optional()
    .describe('Five cron fields that say when a recurring event begins, such as 0 8 * * 1-5.'),
  timeZone: timeZone().default('UTC').describe('IANA time zone of the schedule.'),
  durationSeconds: int(60, 2_678_400).describe('Length of the event in seconds.'),
  rampSeconds: int(0, 86_400)
    .default(600)
    .describe('Seconds before the begin over which the forecast rises to the level of the event.'),
  loadPercent: int(1, 10_000)
    .optional()
    .describe('Load during the event in percent of the forecast: 200 doubles it.'),
  loadFloor: decimal().optional().describe('Least load during the event, in the unit of the demand.'),
  excludedDates: setOf(
    z
      .string()
      .max(10)
      .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/),
    64,
  )
    .optional()
    .describe('Days, in the time zone of the event, on which a recurring event does not take place.'),
});

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: 'has(self.startsAt) != has(self.schedule)',
    message: 'set exactly one of startsAt for a single event and schedule for a recurring one',
    holds: (event) => (event.startsAt === undefined) !== (event.schedule === undefined),
  },
  {
    cel: 'has(self.loadPercent) != has(self.loadFloor)',
    message: 'set exactly one of loadPercent and loadFloor',
    holds: (event) => (event.loadPercent === undefined) !== (event.loadFloor === undefined),
  },
  {
    cel: '!has(self.excludedDates) || has(self.schedule)',
    message: 'excludedDates is only for an event with a schedule',
    fieldPath: '.excludedDates',
    holds: (event) => event.excludedDates === undefined || event.schedule !== undefined,
  },
];

/** Something known to come that history cannot tell. */
export const eventSchema = ruled(fields, rules);

/** Something known to come that history cannot tell, with defaults filled in. */
export type ScalingEvent = z.infer<typeof eventSchema>;
