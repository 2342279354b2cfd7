import type { Layout } from '../cluster/layout.ts';
import { Failure } from '../failure.ts';
import { type Facts, gatherFacts } from './facts.ts';
import { problemsOf } from './judgement.ts';
import { hasApt, installPackages } from './packages.ts';

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
    await installPackages(facts.missing, settings);
    facts = await gatherFacts(layout, cache, toolsAreBuilt);
  }
  const problems = problemsOf(facts);
  if (problems.length === 0) return;
  const details = problems.map(({ what, how }) => `${what}: ${how}`);
  throw new Failure('PREFLIGHT', 'this machine cannot carry the local cluster as it is', { details });
}

const canInstall = ({ isRoot, missing }: Facts): boolean => isRoot && missing.length > 0 && hasApt();
