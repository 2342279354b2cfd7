import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { bundle } from '../images/bundle.ts';
import { repositoryRoot } from '../repository.ts';
import { imageCommand } from './adapter-scale/image-command.ts';
import type { Scale } from './adapter-scale/scale.ts';

const usage = `usage: npm run bench:adapter-scale -- [--scalers 1000] [--seconds 60] [--days 8] [--threads 1] [--anew]

One replica with so many scalers at steps of 15 s, each with history at 1 min, a source by HTTP and an hour of decisions, and
lookups beside. It is bundled and started as its image does. Forecasts are resumed from the store, as after a restart; with
--anew they are opened from history instead, a second of one core each. Store and loads come from other processes.
`;

/** Scripts of the replica: the measured one, and its thread, which lies beside it. */
const scripts = {
  'carry.js': 'hack/src/bench/adapter-scale/carry.ts',
  'forecast-worker.js': 'adapter/src/forecasting/forecast-worker.ts',
} as const;
const besides = new URL('./adapter-scale/', import.meta.url);

async function bench(words: readonly string[]): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'pricecast-scale-'));
  stack.defer(() => rm(folder, { recursive: true }));
  for (const [name, source] of Object.entries(scripts))
    await writeFile(join(folder, name), await bundle(join(repositoryRoot, source)));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  const server = fork(new URL('load-server.ts', besides));
  stack.defer(() => void server.disconnect());
  const [port] = (await once(server, 'message')) as [number];
  const scale: Scale = { ...scaleIn(words), folder: join(folder, 'store'), port };
  process.stdout.write(`filling the store: ${scale.scalers} scalers, ${scale.days} days …\n`);
  await finished(process.execPath, [new URL('fill-store.ts', besides).pathname, JSON.stringify(scale)]);
  const command = imageCommand(await readFile(join(repositoryRoot, 'adapter/Dockerfile'), 'utf8'));
  await finished(
    process.execPath,
    [...command.words.slice(1), join(folder, 'carry.js'), JSON.stringify(scale)],
    command.environment,
  );
}

function scaleIn(words: readonly string[]): Omit<Scale, 'folder' | 'port'> {
  const number = (otherwise: string) => ({ type: 'string', default: otherwise }) as const;
  const options = {
    ...{ scalers: number('1000'), seconds: number('60'), days: number('8'), threads: number('1') },
    anew: { type: 'boolean', default: false },
  } as const;
  const { scalers, seconds, days, threads, anew } = parseArgs({ args: [...words], options }).values;
  return {
    ...{ scalers: Number(scalers), seconds: Number(seconds), days: Number(days), threads: Number(threads) },
    anew,
  };
}

/** Runs a program to its end, which must be a good one. */
async function finished(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(program, words, { stdio: 'inherit', env: { ...process.env, ...environment } });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Failure('BENCH_BROKEN', `${words[0]} ended with ${code ?? 'a signal'}`);
}

process.exitCode = await runCommand(
  { name: 'bench:adapter-scale', usage, run: bench },
  process.argv.slice(2),
);
