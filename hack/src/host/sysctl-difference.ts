import type { Sysctls } from './sysctl.ts';

/** Counters, random numbers and what a write triggers: they change by themselves or must not be written back. */
const volatile = [
  /^kernel\/(random|ns_last_pid|pty\/nr|tainted|perf_event_max_sample_rate|hostname|domainname)/,
  /^kernel\/(sem_next_id|msg_next_id|shm_next_id)$/,
  /^fs\/(aio-nr|dentry-state|file-nr|inode-nr|inode-state|quota)/,
  /^net\/netfilter\/nf_conntrack_count$/,
  /^net\/ipv[46]\/route\/flush$/,
  /^vm\/(stat_refresh|drop_caches|compact_memory)$/,
];

/** Setting it resets parameters of every link, so it goes first. */
const first = ['net/ipv4/ip_forward', 'net/ipv6/conf/all/forwarding'];

/** One parameter that is no longer what it was. */
export interface SysctlChange {
  readonly name: string;
  readonly before: string;
  readonly now: string;
}

/** Whether a parameter's value says something about configuration. */
export function isConfiguration(name: string): boolean {
  return !volatile.some((pattern) => pattern.test(name));
}

/**
 * Parameters whose value differs, in the order in which they have to be written back. Those that exist on one side
 * only belong to links or modules that came or went and have nothing to write.
 */
export function sysctlChanges(before: Sysctls, now: Sysctls): readonly SysctlChange[] {
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  return Object.entries(before)
    .flatMap(([name, value]) => changeOf(name, value, now[name]))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name));
}

function changeOf(name: string, before: string, now: string | undefined): readonly SysctlChange[] {
  return now === undefined || now === before || !isConfiguration(name) ? [] : [{ name, before, now }];
}
