import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withLock } from './lock.ts';

test('work under one name does not overlap', async () => {
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    events.push(`${name} ends`);
  };
  const lock = `test-${process.pid}`;
  await Promise.all(['a', 'b', 'c'].map((name) => withLock(lock, work(name))));
  for (let index = 0; index < events.length; index += 2) {
    expect(events[index + 1]).toBe(events[index]?.replace('begins', 'ends'));
  }
  expect(events).toHaveLength(6);
});

test('the lock of a killed process is free, and whoever waits hears who had it', async () => {
  const lock = `test-killed-${process.pid}`;
  const module = join(import.meta.dirname, 'lock.ts');
  const code = `import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(lock)}, () => { console.log('held'); return new Promise((resolve) => setTimeout(resolve, 60_000)); });`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', code]);
  await once(holder.stdout, 'data');
  const heard: string[] = [];
  const waiting = withLock(
    lock,
    async () => 'mine',
    (pid) => {
      heard.push(pid);
      holder.kill('SIGKILL');
    },
  );
  expect(await waiting).toBe('mine');
  expect(heard).toEqual([String(holder.pid)]);
});
