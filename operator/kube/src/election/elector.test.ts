import fc from 'fast-check';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { KubeMetrics } from '../metrics/kube-metrics.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { MemoryLeases, type Weather } from '../testing/memory-leases.ts';
import { PausableClock } from '../testing/pausable-clock.ts';
import { Elector } from './elector.ts';
import { electionTimes } from './lease.ts';

interface Process {
  readonly clock: PausableClock;
  readonly elector: Elector;
  /** Ends it as SIGKILL does: nothing is released. */
  kill(): void;
}

interface Surroundings {
  readonly world: ManualClock;
  readonly leases: MemoryLeases;
  readonly latencyMs?: () => number;
  readonly weather?: () => Weather;
}

function startProcess(identity: string, { world, leases, ...given }: Surroundings): Process {
  const latencyMs = given.latencyMs ?? (() => 5);
  const clock = new PausableClock(world);
  const elector = new Elector({
    store: leases.port(clock, latencyMs, given.weather ?? (() => 'Fine')),
    watch: leases.watch(clock, latencyMs),
    identity,
    times: electionTimes,
    clock,
    random: () => 0.5,
    log: silentLog,
    metrics: new KubeMetrics(new Registry()),
  });
  const life = new AbortController();
  elector
    .acquire(life.signal)
    .then(() => elector.keep(life.signal))
    .catch(() => {});
  return {
    clock,
    elector,
    kill: () => {
      clock.pause();
      life.abort();
    },
  };
}

function surroundings(): Surroundings {
  return { world: new ManualClock(), leases: new MemoryLeases() };
}

/** Advances in small steps until it is so; returns the milliseconds that took. */
async function advanceUntil(world: ManualClock, limitMs: number, isSo: () => boolean): Promise<number> {
  const startMs = world.monotonicMs();
  while (!isSo()) {
    if (world.monotonicMs() - startMs > limitMs) expect.fail(`not so within ${limitMs} ms`);
    await world.advance(100);
  }
  return world.monotonicMs() - startMs;
}

describe('Elector', () => {
  it('takes a lease that nobody has made yet at once', async () => {
    const around = surroundings();
    const a = startProcess('a', around);
    await around.world.advance(50);
    expect(a.elector.gate.isOpen()).toBe(true);
    expect(around.leases.lease?.spec).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15 });
  });

  it('keeps the lease for as long as it can renew it', async () => {
    const around = surroundings();
    const a = startProcess('a', around);
    const b = startProcess('b', around);
    for (let second = 0; second < 120; second++) {
      await around.world.advance(1_000);
      expect([a.elector.gate.isOpen(), b.elector.gate.isOpen()].filter(Boolean)).toHaveLength(1);
    }
  });

  it('takes over from a killed leader when its lease runs out, 15 s after its last renewal', async () => {
    const around = surroundings();
    const a = startProcess('a', around);
    await around.world.advance(5_000);
    const b = startProcess('b', around);
    await around.world.advance(30_000);
    a.kill();
    const tookMs = await advanceUntil(around.world, 20_000, () => b.elector.gate.isOpen());
    expect(tookMs).toBeGreaterThan(12_000);
    expect(tookMs).toBeLessThanOrEqual(15_200);
    expect(around.leases.lease?.spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
  });

  it('takes over within milliseconds from a leader that gives the lease back', async () => {
    const around = surroundings();
    const a = startProcess('a', around);
    await around.world.advance(5_000);
    const b = startProcess('b', around);
    await around.world.advance(5_000);
    const released = a.elector.release();
    expect(a.elector.gate.isOpen()).toBe(false);
    await around.world.advance(100);
    await released;
    expect(b.elector.gate.isOpen()).toBe(true);
  });

  it('finds its gate shut after being stopped for longer than the renew deadline, before any timer ran', async () => {
    const around = surroundings();
    const a = startProcess('a', around);
    await around.world.advance(5_000);
    expect(a.elector.gate.isOpen()).toBe(true);
    around.world.freezeFor(10_000);
    expect(a.elector.gate.isOpen()).toBe(false);
  });

  it('shuts its gate 10 s after the last renewal when the server cannot be reached, 5 s before others may act', async () => {
    let sky: Weather = 'Fine';
    const around = { ...surroundings(), weather: () => sky };
    const a = startProcess('a', around);
    const b = startProcess('b', { ...around, weather: () => 'Fine' });
    await around.world.advance(20_000);
    expect(a.elector.gate.isOpen()).toBe(true);
    sky = 'LostBefore';
    const shutMs = await advanceUntil(around.world, 12_000, () => !a.elector.gate.isOpen());
    expect(shutMs).toBeLessThanOrEqual(10_100);
    expect(a.elector.gate.signal.aborted).toBe(true);
    const tookMs = await advanceUntil(around.world, 12_000, () => b.elector.gate.isOpen());
    expect(tookMs).toBeGreaterThan(3_000);
  });

  it('goes on when only the answer to a renewal was lost', async () => {
    const skies: Weather[] = ['Fine', 'Fine', 'LostAfter'];
    const around = { ...surroundings(), weather: () => skies.shift() ?? 'Fine' };
    const a = startProcess('a', around);
    await around.world.advance(30_000);
    expect(a.elector.gate.isOpen()).toBe(true);
  });

  it('goes on when somebody deletes the lease, and nobody else gets it', async () => {
    const around = surroundings();
    const a = startProcess('a', around);
    await around.world.advance(5_000);
    const b = startProcess('b', around);
    await around.world.advance(5_000);
    around.leases.delete();
    for (let step = 0; step < 50; step++) {
      await around.world.advance(100);
      expect(b.elector.gate.isOpen()).toBe(false);
    }
    expect(a.elector.gate.isOpen()).toBe(true);
    expect(around.leases.lease?.spec?.holderIdentity).toBe('a');
  });

  it('shuts its gate as soon as the watch shows that somebody else holds the lease', async () => {
    const around = surroundings();
    const a = startProcess('a', around);
    await around.world.advance(5_000);
    around.leases.write(around.leases.lease, { holderIdentity: 'by-hand' });
    await around.world.advance(100);
    expect(a.elector.gate.isOpen()).toBe(false);
    expect(a.elector.gate.signal.aborted).toBe(true);
  });
});

type Mishap =
  | { readonly kind: 'Pause' | 'Resume' | 'Kill' | 'Release' | 'Start'; readonly who: number }
  | { readonly kind: 'Storm'; readonly sky: Weather };

const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'Pause' as const,
      'Resume' as const,
      'Kill' as const,
      'Release' as const,
      'Start' as const,
    ),
    who: fc.nat(2),
  }),
  fc.record({
    kind: fc.constant('Storm' as const),
    sky: fc.constantFrom('Fine' as const, 'LostBefore' as const, 'LostAfter' as const),
  }),
);
const story = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 12_000 }), mishap }), {
  maxLength: 12,
});

/** Processes that compete for one lease while mishaps befall them. */
class Competition {
  readonly #around: Surroundings;
  readonly #running: Process[];
  readonly #all: Process[];
  #sky: Weather = 'Fine';
  #calls = 0;

  constructor(slowestMs: number) {
    const latencyMs = () => (this.#calls++ * 7_919) % slowestMs;
    this.#around = { ...surroundings(), latencyMs, weather: () => this.#sky };
    this.#running = [0, 1, 2].map((number) => startProcess(`first-${number}`, this.#around));
    this.#all = [...this.#running];
  }

  async pass(ms: number): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += 250) {
      await this.#around.world.advance(250);
      this.expectAtMostOneWriter();
    }
  }

  befall(next: Mishap): void {
    if (next.kind === 'Storm') this.#sky = next.sky;
    else this.#befallOne(next.kind, next.who);
    this.expectAtMostOneWriter();
  }

  expectAtMostOneWriter(): void {
    expect(this.#all.filter(({ elector }) => elector.gate.isOpen()).length).toBeLessThanOrEqual(1);
  }

  /** Everybody dies, the sky clears, and one more process starts. */
  heir(): Process {
    this.#sky = 'Fine';
    for (const { kill } of this.#running) kill();
    const heir = startProcess('heir', this.#around);
    this.#all.push(heir);
    return heir;
  }

  #befallOne(kind: Exclude<Mishap['kind'], 'Storm'>, who: number): void {
    const process = this.#running[who];
    if (kind === 'Pause') process?.clock.pause();
    if (kind === 'Resume') process?.clock.resume();
    if (kind === 'Kill' || kind === 'Start') process?.kill();
    if (kind === 'Release') void process?.elector.release();
    if (kind !== 'Start') return;
    const next = startProcess(`next-${this.#all.length}`, this.#around);
    this.#running[who] = next;
    this.#all.push(next);
  }
}

it('never lets two processes write, whatever is stopped, killed, delayed or lost, and finds a leader in the end', async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.integer({ min: 1, max: 2_000 }), async (events, slowestMs) => {
      const competition = new Competition(slowestMs);
      for (const { afterMs, mishap: next } of events) {
        await competition.pass(afterMs);
        competition.befall(next);
      }
      const heir = competition.heir();
      await competition.pass(25_000);
      expect(heir.elector.gate.isOpen()).toBe(true);
    }),
    { numRuns: 100 },
  );
}, 60_000);
