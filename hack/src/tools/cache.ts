import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of built and fetched tools, shared by all clones of a user. */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.PRICECAST_CACHE) return environment.PRICECAST_CACHE;
  return join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pricecast');
}
