/** What a consumer group of a stream has read, and how much waits for it; undefined where Redis cannot tell. */
export interface StreamGroup {
  readonly read: number | undefined;
  readonly lag: number | undefined;
}

/** Entries that were ever added to a stream, of the answer to `XINFO STREAM` (field `entries-added`, Redis 7). */
export const entriesOf = (info: unknown): number | undefined => numberOf(fieldsOf(info).get('entries-added'));

/** A group of the answer to `XINFO GROUPS`; undefined where there is none of that name. */
export function firstGroup(groups: unknown, name: string): StreamGroup | undefined {
  if (!Array.isArray(groups)) return undefined;
  const fields = groups.map(fieldsOf).find((group) => group.get('name') === name);
  if (fields === undefined) return undefined;
  return { read: numberOf(fields.get('entries-read')), lag: numberOf(fields.get('lag')) };
}

/** Redis answers with names and values in turn. */
function fieldsOf(answer: unknown): ReadonlyMap<unknown, unknown> {
  const flat: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]] as const] : [])));
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
