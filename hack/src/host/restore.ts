import { disableBridgeFilter } from './bridge-filter.ts';
import { restoreRules } from './iptables.ts';
import type { HostSnapshot } from './snapshot.ts';
import { readSysctls, writeSysctl } from './sysctl.ts';
import { sysctlChanges } from './sysctl-difference.ts';

/**
 * Writes kernel parameters back and takes Kubernetes' packet rules out. Twice, because setting one parameter may
 * set others: forwarding does that to every link.
 */
export async function restoreHost(before: HostSnapshot): Promise<void> {
  await restoreRules(before.rules);
  await disableBridgeFilter(before.sysctls);
  for (const _round of [1, 2]) {
    const changes = sysctlChanges(before.sysctls, await readSysctls());
    for (const { name, before: value } of changes) await writeSysctl(name, value);
  }
}
