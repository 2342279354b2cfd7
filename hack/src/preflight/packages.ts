import { existsSync } from 'node:fs';
import { Failure, sentenceOf } from '../failure.ts';
import { findProgram } from '../find-program.ts';
import { lastLines } from '../log-lines.ts';
import { runLogged } from '../logged.ts';
import type { NeededProgram } from './programs.ts';

/** Where the log of an installation goes, and who hears of it. */
export interface InstallSettings {
  readonly cache: string;
  readonly say: (line: string) => void;
}

/** Whether Debian packages can be installed here at all. */
export const hasApt = (): boolean => existsSync('/usr/bin/apt-get');

/** Installs the programs that are missing, or fails with the words that would. */
export async function ensurePrograms(
  programs: readonly NeededProgram[],
  settings: InstallSettings,
): Promise<void> {
  const missing = programs.filter(({ name }) => findProgram(name) === undefined);
  if (missing.length === 0) return;
  if (hasApt() && process.geteuid?.() === 0) return installPackages(missing, settings);
  const names = missing.map(({ name }) => name).join(', ');
  const packages = missing.map((program) => program.package).join(' ');
  throw new Failure(
    'PROGRAM_MISSING',
    `${names} cannot be found; on Debian: sudo apt-get install ${packages}`,
  );
}

/** Installs the packages of programs that are missing; only root can. */
export async function installPackages(
  programs: readonly NeededProgram[],
  { cache, say }: InstallSettings,
): Promise<void> {
  const packages = [...new Set(programs.map((program) => program.package))].sort();
  const log = `${cache}/apt-get.log`;
  say(`  installing Debian packages: ${packages.join(' ')}; log ${log}`);
  const noninteractive = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const apt = (...words: string[]) =>
    runLogged(log, 'apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...words], noninteractive);
  try {
    // An installation that was killed has to be finished first.
    await runLogged(log, 'dpkg', ['--configure', '-a'], noninteractive);
    // A foreign source that does not answer is no reason to give up: the installation says what is not there.
    await apt('update').catch((error: unknown) =>
      say(`  apt-get update: ${sentenceOf(error).split('\n')[0]}`),
    );
    await apt('install', '--yes', '--no-install-recommends', ...packages);
  } catch (cause) {
    throw new Failure(
      'PACKAGES_NOT_INSTALLED',
      `apt-get could not install ${packages.join(', ')}; see ${log}`,
      {
        details: await lastLines(log, 8),
        cause,
      },
    );
  }
}
