/** One table of `iptables-save`: its chains with their policies, and its rules in order. */
export interface Table {
  readonly name: string;
  /** Policy by chain; `-` for a chain that is not built in. */
  readonly chains: Readonly<Record<string, string>>;
  /** Rules as saved, `-A CHAIN …`. */
  readonly rules: readonly string[];
}

/** Reads the text of `iptables-save`; counters and comments are left out. */
export function parseTables(text: string): readonly Table[] {
  return text
    .split(/^\*/m)
    .slice(1)
    .map((block) => parseTable(block.split('\n')));
}

function parseTable([name = '', ...lines]: readonly string[]): Table {
  const chains = lines.flatMap((line) => {
    const [, chain, policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
    return chain && policy ? [[chain, policy] as const] : [];
  });
  return {
    name: name.trim(),
    chains: Object.fromEntries(chains),
    rules: lines.filter((line) => line.startsWith('-A ')),
  };
}

/** Chains that kubelet, kube-proxy and the CNI plugins make. */
const ours = /^(KUBE-|CNI-)/;

/** What has to be done to one protocol family so that it is as before. */
export interface Removal {
  /** Input of `iptables-restore --noflush`; empty when there is nothing to take out. */
  readonly script: string;
  /** Tables that did not exist before and hold nothing but empty built-in chains afterwards. */
  readonly emptied: readonly string[];
}

/**
 * Takes out exactly the chains of Kubernetes and CNI that were not there before, and the rules that jump to them.
 * Rules of others, older or newer, stay.
 */
export function removalOf(before: readonly Table[], now: readonly Table[]): Removal {
  const old = new Map(before.map((table) => [table.name, table]));
  const parts = now.map((table) => ({ table, gone: newChains(old.get(table.name), table) }));
  const emptied = parts.filter(({ table, gone }) => !old.has(table.name) && holdsOnly(table, gone));
  return {
    script: parts.map(({ table, gone }) => scriptFor(table, gone)).join(''),
    emptied: emptied.map(({ table }) => table.name),
  };
}

function newChains(before: Table | undefined, now: Table): ReadonlySet<string> {
  return new Set(
    Object.keys(now.chains).filter((chain) => ours.test(chain) && before?.chains[chain] === undefined),
  );
}

/** Flushing comes before deleting: a chain that is still jumped to cannot be deleted. */
function scriptFor(table: Table, gone: ReadonlySet<string>): string {
  if (gone.size === 0) return '';
  const jumps = table.rules.filter((rule) => !gone.has(chainOf(rule)) && gone.has(targetOf(rule)));
  const lines = [
    `*${table.name}`,
    ...[...gone].map((chain) => `:${chain} - [0:0]`),
    ...jumps.map((rule) => rule.replace(/^-A/, '-D')),
    ...[...gone].map((chain) => `-X ${chain}`),
    'COMMIT',
  ];
  return `${lines.join('\n')}\n`;
}

function holdsOnly(table: Table, gone: ReadonlySet<string>): boolean {
  const strange = Object.entries(table.chains).filter(
    ([chain, policy]) => policy !== 'ACCEPT' && !gone.has(chain),
  );
  const staying = table.rules.filter((rule) => !gone.has(chainOf(rule)) && !gone.has(targetOf(rule)));
  return strange.length === 0 && staying.length === 0;
}

function chainOf(rule: string): string {
  return rule.split(' ')[1] ?? '';
}

function targetOf(rule: string): string {
  return / -[jg] (\S+)/.exec(rule)?.[1] ?? '';
}
