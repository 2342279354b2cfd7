import { execa } from 'execa';
import { readSysctl, type Sysctls, writeSysctl } from './sysctl.ts';

const parameter = 'net/bridge/bridge-nf-call-iptables';

/** Lets iptables see packets between pods of one bridge; without that a Service that leads back to the bridge is silent. */
export async function enableBridgeFilter(): Promise<void> {
  // Where it is part of the kernel there is no module to load, and the parameter is there anyhow.
  await execa('modprobe', ['br_netfilter'], { reject: false });
  if ((await readSysctl(parameter)) !== undefined) await writeSysctl(parameter, '1');
}

/** Unloads the module if it was not there before. */
export async function disableBridgeFilter(before: Sysctls): Promise<void> {
  if (before[parameter] === undefined)
    await execa('modprobe', ['--remove', 'br_netfilter'], { reject: false });
}
