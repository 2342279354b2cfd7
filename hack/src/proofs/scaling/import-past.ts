import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { kubeconfigPath, repositoryRoot } from '../../repository.ts';

/** A load of the past, and its time in milliseconds since the epoch. */
export interface PastLoad {
  readonly at: number;
  readonly load: number;
}

/** Gives a scaler the days before by the plugin of kubectl, as a person would; answers what that said. */
export async function importPast(
  namespace: string,
  scaler: string,
  past: readonly PastLoad[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pricecast-proof-'));
  try {
    const rows = past.map(({ at, load }) => `${new Date(at).toISOString()},${load.toFixed(2)}`);
    const file = join(folder, `${scaler}.csv`);
    await writeFile(file, ['timestamp,value', ...rows].join('\n'));
    const plugin = join(repositoryRoot, 'adapter/cli/kubectl-pricecast');
    const { stdout } = await execa(plugin, ['import', `psc/${scaler}`, file, '--namespace', namespace], {
      env: { KUBECONFIG: kubeconfigPath },
    });
    return `${stdout.trim()}: ${rows.length} rows`;
  } finally {
    await rm(folder, { recursive: true });
  }
}
