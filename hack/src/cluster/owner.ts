import { markedProcesses } from '../process/marked.ts';
import { readIfPresent } from '../process/table.ts';
import { placeFile } from './file.ts';
import type { Layout } from './layout.ts';

/** Writes down whose cluster this machine carries, before anything of the machine is changed. */
export async function claimMachine(layout: Layout): Promise<void> {
  await placeFile(layout.owner, `${layout.state}\n`);
}

/** Whether links, rules and processes of a cluster on this machine are those of this clone. */
export async function machineIsOurs(layout: Layout): Promise<boolean> {
  return (await ownerOf(layout)) === layout.state;
}

/** State folder of another clone whose processes live; undefined when there is none. */
export async function otherOwner(layout: Layout): Promise<string | undefined> {
  const owner = await foreignOwner(layout);
  return owner !== undefined && (await lives(owner)) ? owner : undefined;
}

/** State folder of another clone whose processes were all killed, so that its traces stayed; else undefined. */
export async function deadOwner(layout: Layout): Promise<string | undefined> {
  const owner = await foreignOwner(layout);
  return owner !== undefined && !(await lives(owner)) ? owner : undefined;
}

async function foreignOwner(layout: Layout): Promise<string | undefined> {
  const owner = await ownerOf(layout);
  return owner === layout.state ? undefined : owner;
}

async function lives(owner: string): Promise<boolean> {
  return (await markedProcesses(owner)).length > 0;
}

async function ownerOf(layout: Layout): Promise<string | undefined> {
  return (await readIfPresent(layout.owner))?.trim();
}
