/** A member of a consumer group and the partitions that it had until now. */
export interface GroupMemberClaim {
  readonly memberId: string;
  readonly owned: readonly string[];
}

/**
 * Shares partitions out among members so that no member has two more than another, and as few as possible change
 * hands: a partition that moves costs the reading of its state. The same input gives the same shares.
 * Sticky assignment as in KIP-54, for members that all read the same topics.
 */
export function assignSticky(
  claims: readonly GroupMemberClaim[],
  partitions: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const members = [...claims].sort((left, right) => (left.memberId < right.memberId ? -1 : 1));
  const shares = new Map<string, string[]>(members.map(({ memberId }) => [memberId, []]));
  const free = keepClaims(members, new Set(partitions), shares);
  // The smallest share first, so that the one more that does not divide evenly goes round.
  for (const partition of free) smallest(shares)?.push(partition);
  return shares;
}

/** Leaves to each member what it had, up to its fair share; returns what is left over. */
function keepClaims(
  members: readonly GroupMemberClaim[],
  open: Set<string>,
  shares: ReadonlyMap<string, string[]>,
): ReadonlySet<string> {
  const least = Math.floor(open.size / members.length);
  let larger = open.size % members.length;
  // Those who have most keep the larger shares.
  const byOwned = [...members].sort((left, right) => right.owned.length - left.owned.length);
  for (const { memberId, owned } of byOwned) {
    const held = [...new Set(owned)].filter((partition) => open.has(partition));
    const most = held.length > least && larger > 0 ? least + 1 : least;
    if (most > least) larger -= 1;
    for (const partition of held.slice(0, most)) {
      open.delete(partition);
      shares.get(memberId)?.push(partition);
    }
  }
  return open;
}

function smallest(shares: ReadonlyMap<string, string[]>): string[] | undefined {
  let found: string[] | undefined;
  for (const share of shares.values()) if (found === undefined || share.length < found.length) found = share;
  return found;
}
