import { type OffsetAt, zoneOffsets } from '@pricecast/forecast';
import { CalendarError } from './calendar-error.ts';

/** A date on the clock of a time zone. */
export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const minute = 60_000;
const day = 86_400_000;

/** A clock of an IANA time zone, with its summer time. */
export class LocalClock {
  readonly #offsetAt: OffsetAt;

  /** @throws CalendarError `TIME_ZONE_UNKNOWN` */
  constructor(timeZone: string) {
    try {
      this.#offsetAt = zoneOffsets(timeZone);
    } catch (cause) {
      throw new CalendarError(
        'TIME_ZONE_UNKNOWN',
        `"${timeZone}" is no IANA time zone, such as Europe/Berlin`,
        { cause },
      );
    }
  }

  /** Milliseconds by which this clock is ahead of UTC at a moment. */
  offset(at: number): number {
    return this.#offsetAt(at / 1_000) * 1_000;
  }

  /** Local days from the one that holds `from` to the one that holds `to`, as midnights counted in UTC. */
  days(from: number, to: number): readonly number[] {
    const midnight = (at: number) => Math.floor((at + this.offset(at)) / day) * day;
    const days: number[] = [];
    for (let at = midnight(from); at <= midnight(to); at += day) days.push(at);
    return days;
  }

  /**
   * Moment at which this clock shows a time of a local day. A time that summer time skips is that much later; of
   * one that comes twice, the first.
   */
  moment(localMidnight: number, minutes: number): number {
    const shown = localMidnight + minutes * minute;
    const early = shown - this.offset(shown - day);
    if (early + this.offset(early) === shown) return early;
    const late = shown - this.offset(shown + day);
    return late + this.offset(late) === shown ? late : early;
  }
}

/** The date of a local day. */
export function dateOf(localMidnight: number): LocalDate {
  const days = Math.floor(localMidnight / day);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const inEra = shifted - era * 146_097;
  const years = Math.floor(
    (inEra - Math.floor(inEra / 1_460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  );
  const inYear = inEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const place = Math.floor((5 * inYear + 2) / 153);
  const month = place < 10 ? place + 3 : place - 9;
  return {
    year: years + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: inYear - Math.floor((153 * place + 2) / 5) + 1,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}
