import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, expect, test, vi } from 'vitest';

const sample = new URL('testing/sample-process.ts', import.meta.url).pathname;
type Line = Readonly<Record<string, unknown>>;

/** A real process, what it has logged so far and how it ended. */
class Run {
  readonly lines: Line[] = [];
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(environment: Record<string, string>) {
    const env = { PATH: process.env.PATH, OPS_HOST: '127.0.0.1', ...environment };
    this.#child = spawn(process.execPath, [sample], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.#child.stdout === null) throw new Error('no standard output');
    const output = createInterface({ input: this.#child.stdout });
    output.on('line', (line) => this.lines.push(JSON.parse(line)));
    this.ended = Promise.all([once(this.#child, 'exit'), once(output, 'close')]).then(([[code]]) => code);
  }

  async until(message: string): Promise<Line> {
    const found = () => this.lines.find((line) => line.message === message);
    return await vi.waitUntil(found, { timeout: 20_000, interval: 10 });
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

vi.setConfig({ testTimeout: 30_000 });

const runs: Run[] = [];
function run(environment: Record<string, string> = {}): Run {
  const started = new Run({ OPS_PORT: '0', ...environment });
  runs.push(started);
  return started;
}
afterEach(() => {
  for (const started of runs.splice(0)) started.kill('SIGKILL');
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s closes everything and exits with 0', async (signal) => {
  const process = run();
  await process.until('Working');
  process.kill(signal);
  expect(await process.ended).toBe(0);
  expect(process.lines.at(-1)?.message).toBe('Stopped');
});

test('probes are answered before the stage has started', async () => {
  const process = run({ START_MILLISECONDS: '60000' });
  const { port } = await process.until('Listening');
  const [alive, ready] = await Promise.all([
    fetch(`http://127.0.0.1:${port}/healthz`),
    fetch(`http://127.0.0.1:${port}/readyz`),
  ]);
  expect([alive.status, ready.status]).toEqual([200, 503]);
  expect(await ready.text()).toContain('The process is still starting');
});

test.each([
  ['a rejection that nobody handles', { FAULT: 'rejection' }, 'Ended by a fault', 'nobody caught me'],
  ['a start that fails', { FAULT: 'start' }, 'Ended by a fault', 'cannot start'],
  ['a wrong setting', { LOG_LEVEL: 'loud' }, 'Refused the settings', 'LOG_LEVEL must be a level'],
])('%s is logged and ends with 1', async (_name, environment, message, cause) => {
  const process = run(environment);
  expect(await process.ended).toBe(1);
  const line = process.lines.find((entry) => entry.message === message);
  expect(JSON.stringify(line)).toContain(cause);
});

test('a part that does not close in time is named and ends with 1', async () => {
  const process = run({ FAULT: 'stuck', SHUTDOWN_SECONDS: '1' });
  await process.until('Working');
  process.kill('SIGTERM');
  expect(await process.ended).toBe(1);
  expect(process.lines.at(-1)).toMatchObject({ message: 'Gave up closing at the deadline', part: 'work' });
});
