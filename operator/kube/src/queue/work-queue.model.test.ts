import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { WorkQueue } from './work-queue.ts';

/** What the queue must be like, in the plainest form: the state of each key. */
interface Model {
  readonly ready: Map<string, 'High' | 'Low'>;
  readonly running: Map<string, 'No' | 'High' | 'Low'>;
  readonly delayed: Map<string, number>;
  nowMs: number;
}

interface Real {
  readonly queue: WorkQueue;
  readonly clock: ManualClock;
  /** Answers of `get` that came, in order. */
  readonly given: string[];
}

type Step =
  | { readonly do: 'add'; readonly key: string; readonly priority: 'High' | 'Low' }
  | { readonly do: 'addAfter'; readonly key: string; readonly ms: number }
  | { readonly do: 'get' }
  | { readonly do: 'done'; readonly pick: number }
  | { readonly do: 'retry'; readonly key: string }
  | { readonly do: 'forget'; readonly key: string }
  | { readonly do: 'wait'; readonly ms: number };

const key = fc.constantFrom('a', 'b', 'c');
const priority = fc.constantFrom('High' as const, 'Low' as const);
const ms = fc.integer({ min: 0, max: 50 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('add' as const), key, priority }),
  fc.record({ do: fc.constant('addAfter' as const), key, ms }),
  fc.record({ do: fc.constant('get' as const) }),
  fc.record({ do: fc.constant('done' as const), pick: fc.nat(5) }),
  fc.record({ do: fc.constant('retry' as const), key }),
  fc.record({ do: fc.constant('forget' as const), key }),
  fc.record({ do: fc.constant('wait' as const), ms }),
);

function modelAdd(model: Model, name: string, urgency: 'High' | 'Low'): void {
  model.delayed.delete(name);
  const running = model.running.get(name);
  if (running !== undefined) model.running.set(name, running === 'High' ? 'High' : urgency);
  else if (model.ready.get(name) !== 'High') model.ready.set(name, urgency);
}

function modelDelay(model: Model, name: string, delayMs: number): void {
  const runsAgain = (model.running.get(name) ?? 'No') !== 'No';
  if (model.ready.has(name) || runsAgain) return;
  const dueMs = model.nowMs + delayMs;
  model.delayed.set(name, Math.min(model.delayed.get(name) ?? Number.POSITIVE_INFINITY, dueMs));
}

function modelWait(model: Model, waitMs: number): void {
  const endMs = model.nowMs + waitMs;
  for (const [name, dueMs] of [...model.delayed]) if (dueMs <= endMs) modelAdd(model, name, 'High');
  model.nowMs = endMs;
}

function modelDone(model: Model, name: string): void {
  const again = model.running.get(name);
  model.running.delete(name);
  if (again !== undefined && again !== 'No') modelAdd(model, name, again);
}

async function take(model: Model, real: Real): Promise<void> {
  // An empty queue would make the taker wait for ever, which other tests look at.
  if (model.ready.size === 0) return;
  const given = await real.queue.get();
  const urgent = [...model.ready.values()].includes('High');
  expect(model.ready.has(given ?? ''), `${given} was ready`).toBe(true);
  expect(model.running.has(given ?? ''), `${given} was with no other worker`).toBe(false);
  if (urgent && real.given.length < 16) expect(model.ready.get(given ?? '')).toBe('High');
  model.ready.delete(given ?? '');
  model.running.set(given ?? '', 'No');
  real.given.push(given ?? '');
}

async function apply(next: Step, model: Model, real: Real): Promise<void> {
  switch (next.do) {
    case 'add':
      real.queue.add(next.key, next.priority);
      modelAdd(model, next.key, next.priority);
      break;
    case 'addAfter':
      real.queue.addAfter(next.key, next.ms);
      modelDelay(model, next.key, next.ms);
      break;
    case 'get':
      await take(model, real);
      break;
    case 'done': {
      const held = [...model.running.keys()];
      const name = held[next.pick % Math.max(1, held.length)];
      if (name === undefined) break;
      real.queue.done(name);
      modelDone(model, name);
      break;
    }
    case 'retry':
      modelDelay(model, next.key, real.queue.retry(next.key));
      break;
    case 'forget':
      real.queue.forget(next.key);
      break;
    case 'wait':
      real.clock.jump(next.ms);
      modelWait(model, next.ms);
      break;
  }
}

const fewSteps: readonly Step[] = [
  { do: 'add', key: 'a', priority: 'High' },
  { do: 'add', key: 'b', priority: 'Low' },
  { do: 'get' },
  { do: 'done', pick: 0 },
  { do: 'done', pick: 1 },
  { do: 'retry', key: 'a' },
  { do: 'wait', ms: 50 },
];

/** The sequences of a given length over some steps, all of them. */
function* sequences(length: number): Generator<readonly Step[]> {
  for (let number = 0; number < fewSteps.length ** length; number++) {
    const digits = number.toString(fewSteps.length).padStart(length, '0');
    yield [...digits].flatMap((digit) => fewSteps[Number(digit)] ?? []);
  }
}

function begin(): { readonly real: Real; readonly model: Model } {
  const clock = new ManualClock();
  return {
    real: { clock, queue: new WorkQueue({ clock, random: () => 0 }), given: [] },
    model: { ready: new Map(), running: new Map(), delayed: new Map(), nowMs: 0 },
  };
}

function agree({ queue }: Real, model: Model): boolean {
  const counts = queue.counts();
  return (
    counts.ready === model.ready.size &&
    counts.running === model.running.size &&
    counts.delayed === model.delayed.size
  );
}

it('agrees with its model in every sequence of six steps over two keys', async () => {
  for (const steps of sequences(6)) {
    const { real, model } = begin();
    for (const next of steps) await apply(next, model, real);
    if (!agree(real, model)) expect.fail(JSON.stringify(steps));
  }
}, 60_000);

it('agrees with its model after every step of any interleaving of add, get, done, retry, forget and time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { real, model } = begin();
      for (const next of steps) {
        await apply(next, model, real);
        expect(agree(real, model), JSON.stringify(next)).toBe(true);
        // One timer per delayed key and no others: nothing leaks.
        expect(real.clock.pending).toBe(model.delayed.size);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('loses no key: whatever was asked for is handed out in the end, and nothing twice at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { real, model } = begin();
      for (const next of steps) await apply(next, model, real);
      while (model.running.size > 0) await apply({ do: 'done', pick: 0 }, model, real);
      await apply({ do: 'wait', ms: 400_000 }, model, real);
      const owed = new Set(model.ready.keys());
      const got = new Set<string>();
      while (model.ready.size > 0) {
        await take(model, real);
        got.add(real.given.at(-1) ?? '');
      }
      expect(got).toEqual(owed);
      expect(real.queue.counts().ready).toBe(0);
    }),
    { numRuns: 500 },
  );
});
