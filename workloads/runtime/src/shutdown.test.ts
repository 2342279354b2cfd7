import { expect, test } from 'vitest';
import { Shutdown } from './shutdown.ts';

const never = () => new Promise<void>(() => {});

function shutdownOf(parts: Record<string, () => Promise<void>>): { shutdown: Shutdown; closed: string[] } {
  const shutdown = new Shutdown();
  const closed: string[] = [];
  for (const [name, close] of Object.entries(parts)) {
    shutdown.add(name, async () => {
      await close();
      closed.push(name);
    });
  }
  return { shutdown, closed };
}

const quick = () => Promise.resolve();
const broken = () => Promise.reject(new Error('broken'));

test('what was opened last is closed first', async () => {
  const { shutdown, closed } = shutdownOf({ listener: quick, broker: quick, exchange: quick });
  expect(await shutdown.run(1000)).toEqual({ kind: 'Closed' });
  expect(closed).toEqual(['exchange', 'broker', 'listener']);
});

test('a part that fails does not keep the others open', async () => {
  const { shutdown, closed } = shutdownOf({ listener: quick, broker: broken, exchange: quick });
  expect(await shutdown.run(1000)).toMatchObject({ kind: 'Failed', closer: 'broker' });
  expect(closed).toEqual(['exchange', 'listener']);
});

test('a part that is busy at the deadline is named', async () => {
  const { shutdown, closed } = shutdownOf({ listener: quick, broker: never, exchange: quick });
  expect(await shutdown.run(20)).toEqual({ kind: 'DeadlineExceeded', closer: 'broker' });
  expect(closed).toEqual(['exchange']);
});

test('a second call closes nothing twice', async () => {
  const { shutdown, closed } = shutdownOf({ listener: quick });
  expect(shutdown.begun).toBe(false);
  const outcomes = await Promise.all([shutdown.run(1000), shutdown.run(1000)]);
  expect(shutdown.begun).toBe(true);
  expect(outcomes).toEqual([{ kind: 'Closed' }, { kind: 'Closed' }]);
  expect(closed).toEqual(['listener']);
});
