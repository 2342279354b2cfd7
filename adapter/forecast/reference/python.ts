import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, 'requirements.txt');

/** An environment with the packages of requirements.txt, or the sentence that says why there is none. */
export type PythonEnvironment = { readonly python: string } | { readonly missing: string };

/**
 * Makes the environment once for each content of requirements.txt and keeps it in the cache, which all clones
 * share. Needs python3 with venv and the package index; without them the answer says so.
 */
export async function pythonEnvironment(say: (text: string) => void): Promise<PythonEnvironment> {
  const text = await readFile(requirements);
  const key = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const home = join(cacheFolder(), `python-peers-${key}`);
  const python = join(home, 'bin', 'python');
  const mark = join(home, 'whole');
  const there = await access(mark).then(
    () => true,
    () => false,
  );
  if (there) return { python };
  say('installing the Python peers, once');
  try {
    await install(home, mark);
    return { python };
  } catch (cause) {
    return { missing: firstLine(cause) };
  }
}

/** An environment cannot be moved, so it is built in place, and a mark at the end says that it is whole. */
async function install(home: string, mark: string): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  await rm(home, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', home]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await run(join(home, 'bin', 'python'), pip, { maxBuffer: 1 << 26 });
  await writeFile(mark, '');
}

function cacheFolder(): string {
  const { PRICECAST_CACHE, XDG_CACHE_HOME } = process.env;
  return PRICECAST_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pricecast');
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n').filter(Boolean).slice(0, 2).join(' ');
}
