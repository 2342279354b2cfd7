/** Seconds that a zone is ahead of UTC at an instant. */
export type OffsetAt = (epochSeconds: number) => number;

const utc: OffsetAt = () => 0;

/** A calendar of Intl is slow to make and to ask, and many series lie in one zone. */
const known = new Map<string, OffsetAt>();

/**
 * Offsets of an IANA zone. Answers are kept per quarter of an hour, the finest step at which any zone has ever
 * changed its clock since 1970. Throws `RangeError` for what is no zone.
 */
export function zoneOffsets(timeZone: string | undefined): OffsetAt {
  if (timeZone === undefined || timeZone === 'UTC') return utc;
  const before = known.get(timeZone);
  if (before !== undefined) return before;
  const offsets = readOffsets(timeZone);
  known.set(timeZone, offsets);
  return offsets;
}

function readOffsets(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();
  const read = (quarter: number) => {
    const instant = quarter * 900_000;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return (Date.UTC(year, month - 1, day, hour, minute, second) - instant) / 1000;
  };
  return (epochSeconds) => {
    const quarter = Math.floor(epochSeconds / 900);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = read(quarter);
      offsets.set(quarter, offset);
    }
    return offset;
  };
}
