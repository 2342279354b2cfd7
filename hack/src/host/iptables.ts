import { execa } from 'execa';
import { parseTables, removalOf } from './iptables-save.ts';

/** Protocol families, each with its own programs and its own name in nftables. */
export const families = { ip: 'iptables', ip6: 'ip6tables' } as const;

export type Family = keyof typeof families;

/** Text of `iptables-save` of both families. */
export type SavedRules = Readonly<Record<Family, string>>;

/** All rules of the machine. A family that the kernel lacks has none. */
export async function saveRules(): Promise<SavedRules> {
  const [ip, ip6] = await Promise.all([save('ip'), save('ip6')]);
  return { ip, ip6 };
}

async function save(family: Family): Promise<string> {
  const result = await execa(`${families[family]}-save`, [], { reject: false });
  return result.exitCode === 0 ? result.stdout : '';
}

/** Takes out what Kubernetes and CNI added since `before`, and the tables that only they needed. */
export async function restoreRules(before: SavedRules): Promise<void> {
  for (const family of ['ip', 'ip6'] as const) await restoreFamily(family, before[family]);
}

async function restoreFamily(family: Family, before: string): Promise<void> {
  const { script, emptied } = removalOf(parseTables(before), parseTables(await save(family)));
  if (script !== '') await execa(`${families[family]}-restore`, ['--noflush'], { input: script });
  for (const table of emptied) await dropTable(family, table);
}

/**
 * Only nftables can drop a table. The older xtables keep theirs, empty, until their module goes: `nft` then knows
 * no such table, which is why its refusal is no error.
 */
async function dropTable(family: Family, table: string): Promise<void> {
  await execa('nft', ['delete', 'table', family, table], { reject: false });
}
