import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { placeFile } from '../cluster/file.ts';
import { currentBootId } from '../process/table.ts';
import { absentFolders } from './footprints.ts';
import { type SavedRules, saveRules } from './iptables.ts';
import { readSysctls, type Sysctls } from './sysctl.ts';

/** What of the machine a cluster changes, as it was before. */
export interface HostSnapshot {
  readonly bootId: string;
  readonly sysctls: Sysctls;
  readonly rules: SavedRules;
  /** Folders of kubelet and containerd that were not there. */
  readonly absentFolders: readonly string[];
}

/** Looks at the machine. */
async function takeSnapshot(): Promise<HostSnapshot> {
  const [bootId, sysctls, rules] = await Promise.all([currentBootId(), readSysctls(), saveRules()]);
  return { bootId, sysctls, rules, absentFolders: absentFolders() };
}

/** The snapshot in a file; undefined when there is none of this boot, because a boot undoes all by itself. */
export async function readSnapshot(file: string): Promise<HostSnapshot | undefined> {
  if (!existsSync(file)) return undefined;
  const snapshot: HostSnapshot = JSON.parse(await readFile(file, 'utf8'));
  return snapshot.bootId === (await currentBootId()) ? snapshot : undefined;
}

/** Takes and keeps a snapshot unless one of this boot is kept already: that one is from before our changes. */
export async function keepSnapshot(file: string): Promise<void> {
  if ((await readSnapshot(file)) === undefined)
    await placeFile(file, `${JSON.stringify(await takeSnapshot(), null, 1)}\n`);
}
