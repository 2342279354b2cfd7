import { describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { Manager, type RunningCache, type RunningController } from './manager.ts';

const things = { group: '', version: 'v1', plural: 'things', kind: 'Thing', namespaced: true };

/** Everything that a manager runs, noting in which order it was begun and ended. */
class Stage {
  readonly clock = new ManualClock();
  readonly deeds: string[] = [];
  readonly stop = new AbortController();
  readonly lost = new AbortController();
  waitSeconds = 0;
  acquired = Promise.withResolvers<void>();
  /** How a controller ends after `stop`. */
  finish: (abort: AbortSignal) => Promise<void> = async () => {};
  flush: () => Promise<void> = async () => {};

  readonly cache: RunningCache = {
    resource: things,
    synced: true,
    health: () => ({ synced: true, objects: 0, relists: 0, cacheMisses: 0, lastEventAgeSeconds: 0 }),
    run: async (signal) => {
      this.#did('cache begins');
      await aborted(signal);
      this.#did('cache ends');
    },
  };

  readonly controller: RunningController = {
    name: 'widget',
    oldestWaitSeconds: () => this.waitSeconds,
    run: async (stop, abort) => {
      this.#did('controller begins');
      await aborted(stop);
      this.#did('controller stops');
      await this.finish(abort);
      this.#did(abort.aborted ? 'controller aborted' : 'controller finished');
    },
  };

  readonly manager = new Manager({
    clock: this.clock,
    log: silentLog,
    caches: [this.cache],
    controllers: [this.controller],
    elector: {
      gate: { isOpen: () => !this.lost.signal.aborted, signal: this.lost.signal },
      acquire: (signal) =>
        Promise.race([this.acquired.promise, aborted(signal).then(() => Promise.reject(signal.reason))]),
      keep: (signal) => Promise.race([aborted(signal), aborted(this.lost.signal)]),
      release: async () => this.#did('lease released'),
    },
    recorder: {
      flush: async () => {
        await this.flush();
        this.#did('events written');
      },
    },
  });

  #did(deed: string): void {
    this.deeds.push(deed);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function leading(stage: Stage) {
  const ending = stage.manager.run(stage.stop.signal);
  stage.acquired.resolve();
  await stage.clock.advance(1);
  return ending;
}

describe('Manager', () => {
  it('keeps caches warm while it stands by, and begins to work with the lease', async () => {
    const stage = new Stage();
    const ending = stage.manager.run(stage.stop.signal);
    await stage.clock.advance(60_000);
    expect(stage.deeds).toEqual(['cache begins']);
    expect(stage.manager.ready).toBe(true);
    stage.acquired.resolve();
    await stage.clock.advance(1);
    expect(stage.deeds).toEqual(['cache begins', 'controller begins']);
    stage.stop.abort();
    expect(await ending).toBe('Stopped');
  });

  it('stops in order: intake, reconciles, events, lease, caches', async () => {
    const stage = new Stage();
    const run = leading(stage);
    await stage.clock.advance(1);
    stage.stop.abort();
    expect(await run).toBe('Stopped');
    expect(stage.deeds.slice(2)).toEqual([
      'controller stops',
      'controller finished',
      'events written',
      'lease released',
      'cache ends',
    ]);
  });

  it('stops while it stands by', async () => {
    const stage = new Stage();
    const ending = stage.manager.run(stage.stop.signal);
    stage.stop.abort();
    expect(await ending).toBe('Stopped');
    expect(stage.deeds).not.toContain('controller begins');
  });

  it('aborts reconciles that do not finish, and still writes events and gives the lease back', async () => {
    const stage = new Stage();
    stage.finish = aborted;
    const run = leading(stage);
    await stage.clock.advance(1);
    stage.stop.abort();
    await stage.clock.advance(30_000);
    expect(await run).toBe('Stopped');
    expect(stage.deeds.slice(2)).toEqual([
      'controller stops',
      'controller aborted',
      'events written',
      'lease released',
      'cache ends',
    ]);
  });

  it('ends within 30 s although nothing that it runs ever ends', async () => {
    const stage = new Stage();
    const never = () => new Promise<void>(() => {});
    stage.finish = never;
    stage.flush = never;
    const run = leading(stage);
    await stage.clock.advance(1);
    stage.stop.abort();
    await stage.clock.advance(30_000);
    expect(await run).toBe('Stopped');
    expect(stage.deeds).toContain('lease released');
  });

  it('aborts reconciles at once when the lease is lost, and writes nothing any more', async () => {
    const stage = new Stage();
    stage.finish = aborted;
    const run = leading(stage);
    await stage.clock.advance(1);
    stage.lost.abort();
    expect(await run).toBe('LeaseLost');
    expect(stage.deeds).toContain('controller aborted');
    expect(stage.deeds).not.toContain('events written');
    expect(stage.clock.monotonicMs()).toBeLessThan(1_000);
  });

  it('reports a controller whose keys wait too long, but only while it works', async () => {
    const stage = new Stage();
    stage.waitSeconds = 400;
    expect(stage.manager.problem).toBeUndefined();
    const run = leading(stage);
    await stage.clock.advance(1);
    expect(stage.manager.problem).toBe('Controller widget has not taken up a key for 400 s');
    stage.waitSeconds = 10;
    expect(stage.manager.problem).toBeUndefined();
    stage.stop.abort();
    await run;
  });
});
