import { CalendarError } from './calendar-error.ts';

/** The moments of a day and the days on which they happen, of five cron fields. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** Whether a day counts when either its date or its weekday fits, as when both fields are restricted. */
  readonly eitherDay: boolean;
}

const ranges = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of month', 1, 31],
  ['month', 1, 12],
  ['day of week', 0, 7],
] as const;

/**
 * Reads minute, hour, day of month, month and day of week with lists, ranges and steps. (POSIX crontab)
 * @throws CalendarError `CRON_INVALID`
 */
export function readCron(schedule: string): Cron {
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== ranges.length)
    throw new CalendarError('CRON_INVALID', `"${schedule}" has ${fields.length} fields; five are needed`);
  const sets = ranges.map(([name, least, most], index) => readField(fields[index] ?? '', name, least, most));
  const [minutes, hours, daysOfMonth, months, week] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  return {
    minutes,
    hours,
    daysOfMonth,
    months,
    daysOfWeek: new Set([...week].map((day) => day % 7)),
    eitherDay: fields[2] !== '*' && fields[4] !== '*',
  };
}

function readField(field: string, name: string, least: number, most: number): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    const step = Number(match?.[3] ?? 1);
    const from = Number(match?.[1] ?? least);
    const to = Number(match?.[2] ?? (match?.[1] === undefined || match[3] !== undefined ? most : from));
    if (match === null || step < 1 || from < least || to > most || from > to)
      throw new CalendarError(
        'CRON_INVALID',
        `"${part}" is no ${name} of a schedule; it must lie from ${least} to ${most}`,
      );
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

/** Whether a local date fits. */
export function fitsDay(
  cron: Cron,
  { month, day, weekday }: { month: number; day: number; weekday: number },
): boolean {
  const [byDate, byWeekday] = [cron.daysOfMonth.has(day), cron.daysOfWeek.has(weekday)];
  return cron.months.has(month) && (cron.eitherDay ? byDate || byWeekday : byDate && byWeekday);
}
