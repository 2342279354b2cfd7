import { existsSync } from 'node:fs';
import type { Layout } from '../cluster/layout.ts';
import { Failure, sentenceOf } from '../failure.ts';
import { lastLines } from '../log-lines.ts';
import { runLogged } from '../logged.ts';
import { type Facts, gatherFacts } from './facts.ts';
import { problemsOf } from './judgement.ts';

/** Where the preflight looks, and what it says while it installs packages. */
export interface PreflightSettings {
  readonly layout: Layout;
  readonly cache: string;
  readonly toolsAreBuilt: boolean;
  readonly say: (line: string) => void;
}

/** Installs missing Debian packages where it may, then fails with everything that is in the way of a local cluster. */
export async function passPreflight(settings: PreflightSettings): Promise<void> {
  const { layout, cache, toolsAreBuilt } = settings;
  let facts = await gatherFacts(layout, cache, toolsAreBuilt);
  if (canInstall(facts)) {
    await installPackages(facts, settings);
    facts = await gatherFacts(layout, cache, toolsAreBuilt);
  }
  const problems = problemsOf(facts);
  if (problems.length === 0) return;
  const details = problems.map(({ what, how }) => `${what}: ${how}`);
  throw new Failure('PREFLIGHT', 'this machine cannot carry the local cluster as it is', { details });
}

function canInstall({ isRoot, missing }: Facts): boolean {
  return isRoot && missing.length > 0 && existsSync('/usr/bin/apt-get');
}

async function installPackages({ missing }: Facts, { cache, say }: PreflightSettings): Promise<void> {
  const packages = [...new Set(missing.map((program) => program.package))].sort();
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
