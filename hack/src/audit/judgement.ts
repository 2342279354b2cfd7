import type { AuditEntry } from './audit-entry.ts';

/** Writes that say something about the operator, not about the world: they may happen at any time. */
const aboutItself = new Set(['leases', 'events']);

/** Writes to the world other than the status of our own kinds; in steady state there are none. */
export function changes(entries: readonly AuditEntry[], ownStatus: readonly string[]): AuditEntry[] {
  return entries.filter(({ resource }) => !aboutItself.has(resource) && !ownStatus.includes(resource));
}

/** The largest number of writes of one resource to one object. */
export function mostPerObject(entries: readonly AuditEntry[], resource: string): number {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    if (entry.resource === resource) counts.set(entry.object, (counts.get(entry.object) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** Who wrote to the world, in the order of their turns: `[a, b]` is a hand-over, `[a, b, a]` two at once. */
export function turns(entries: readonly AuditEntry[]): string[] {
  const order: string[] = [];
  for (const { resource, pod } of [...entries].sort((a, b) => a.at - b.at)) {
    if (aboutItself.has(resource) || pod === undefined) continue;
    if (order.at(-1) !== pod) order.push(pod);
  }
  return order;
}

/** One line for a person: who did what to which object. */
export const describeEntry = ({ verb, resource, object, pod, user, code }: AuditEntry): string =>
  `${pod ?? user} ${verb} ${resource} ${object} → ${code ?? 'no answer'}`;
