import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { KubeMetrics } from '../metrics/kube-metrics.ts';
import { formatKey } from '../objects/object-key.ts';
import { HandSource } from '../testing/hand-source.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { KubeError, type KubeErrorCode } from '../transport/kube-error.ts';
import { Controller, type Reconcile } from './controller.ts';
import { outcomeOf, TerminalError } from './outcome.ts';

/** A running controller over a source that is moved by hand. */
class Running implements AsyncDisposable {
  readonly clock = new ManualClock();
  readonly source = new HandSource();
  readonly registry = new Registry();
  readonly stop = new AbortController();
  readonly abort = new AbortController();
  /** When which key was begun: `key@ms`. */
  readonly begun: string[] = [];
  readonly controller: Controller;
  readonly ended: Promise<void>;

  constructor(reconcile: Reconcile, workers = 2) {
    this.controller = new Controller({
      name: 'test',
      sources: [this.source],
      reconcile: (key, signal) => {
        this.begun.push(`${formatKey(key)}@${this.clock.monotonicMs()}`);
        return reconcile(key, signal);
      },
      clock: this.clock,
      random: () => 0,
      log: silentLog,
      metrics: new KubeMetrics(this.registry),
      workers,
    });
    this.ended = this.controller.run(this.stop.signal, this.abort.signal);
  }

  async count(result: string): Promise<number> {
    const metric = await this.registry.getSingleMetric('controller_runtime_reconcile_total')?.get();
    return metric?.values.find(({ labels }) => labels.result === result)?.value ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort();
    this.abort.abort();
    await this.ended;
  }
}

const failOnce = (error: unknown): Reconcile => {
  let failed = false;
  return async () => {
    if (failed) return {};
    failed = true;
    throw error;
  };
};

const failure = (code: KubeErrorCode, more: { retryable?: boolean; retryAfterSeconds?: number } = {}) =>
  new KubeError(code, { code, call: 'x', retryable: true, ...more });

/** Ends when its signal aborts, like any well-behaved work. */
const untilAborted: Reconcile = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('outcomeOf', () => {
  const rows: readonly {
    name: string;
    settled: Parameters<typeof outcomeOf>[0];
    stopping?: boolean;
    outcome: object;
  }[] = [
    { name: 'a return is done', settled: { result: {} }, outcome: { kind: 'Done' } },
    {
      name: 'a wish to look again is kept',
      settled: { result: { requeueAfterSeconds: 30 } },
      outcome: { kind: 'RequeueAfter', ms: 30_000 },
    },
    {
      name: 'an unknown error is tried again',
      settled: { error: new Error('x') },
      outcome: { kind: 'Retry', atLeastMs: 0 },
    },
    {
      name: 'a thrown text is tried again',
      settled: { error: 'x' },
      outcome: { kind: 'Retry', atLeastMs: 0 },
    },
    {
      name: 'Retry-After is kept',
      settled: { error: failure('KUBE_TOO_MANY_REQUESTS', { retryAfterSeconds: 7 }) },
      outcome: { kind: 'Retry', atLeastMs: 7_000 },
    },
    {
      name: 'a refused object is tried slowly',
      settled: { error: failure('KUBE_INVALID', { retryable: false }) },
      outcome: { kind: 'Retry', atLeastMs: 60_000 },
    },
    {
      name: 'a terminal error waits for a change',
      settled: { error: new TerminalError('X', 'x') },
      outcome: { kind: 'Terminal' },
    },
    {
      name: 'a failure while stopping counts for nothing',
      settled: { error: new Error('x') },
      stopping: true,
      outcome: { kind: 'Aborted' },
    },
    {
      name: 'a success while stopping is a success',
      settled: { result: {} },
      stopping: true,
      outcome: { kind: 'Done' },
    },
    {
      name: 'a fenced write counts for nothing',
      settled: { error: failure('KUBE_WRITE_FENCED', { retryable: false }) },
      outcome: { kind: 'Aborted' },
    },
  ];
  for (const { name, settled, stopping = false, outcome } of rows) {
    it(name, () => {
      expect(outcomeOf(settled, stopping)).toMatchObject(outcome);
    });
  }
});

describe('Controller', () => {
  it('reconciles every key that its source names, and a key that succeeded only once', async () => {
    await using running = new Running(async () => ({}));
    running.source.name('n/a');
    running.source.name('n/b', 'Low');
    await running.clock.advance(3_600_000);
    expect(running.begun).toEqual(['n/a@0', 'n/b@0']);
    expect(await running.count('success')).toBe(2);
  });

  it('tries a failed key again after its backoff', async () => {
    await using running = new Running(failOnce(new Error('x')));
    running.source.name('n/a');
    await running.clock.advance(1_000);
    expect(running.begun).toEqual(['n/a@0', 'n/a@5']);
    expect([await running.count('error'), await running.count('success')]).toEqual([1, 1]);
  });

  it('leaves a key with a terminal error alone until its source names it', async () => {
    await using running = new Running(failOnce(new TerminalError('X', 'x')));
    running.source.name('n/a');
    await running.clock.advance(3_600_000);
    expect(running.begun).toEqual(['n/a@0']);
    running.source.name('n/a');
    await running.clock.advance(1);
    expect(running.begun).toHaveLength(2);
  });

  it('looks again when the reconcile asked for it', async () => {
    let left = 2;
    await using running = new Running(async () => (left-- > 0 ? { requeueAfterSeconds: 10 } : {}));
    running.source.name('n/a');
    await running.clock.advance(100_000);
    expect(running.begun).toEqual(['n/a@0', 'n/a@10000', 'n/a@20000']);
  });

  it('ends a reconcile at its deadline of 30 s and tries it again', async () => {
    let hung = false;
    await using running = new Running((key, signal) => {
      if (hung) return Promise.resolve({});
      hung = true;
      return untilAborted(key, signal);
    });
    running.source.name('n/a');
    await running.clock.advance(31_000);
    expect(running.begun).toEqual(['n/a@0', 'n/a@30005']);
  });

  it('frees the workers of reconciles that ignore their deadline, and never runs such a key twice at a time', async () => {
    const running = new Running(({ name }) =>
      name.startsWith('hung') ? new Promise(() => {}) : Promise.resolve({}),
    );
    running.source.name('n/hung-1');
    running.source.name('n/hung-2');
    await running.clock.advance(1);
    running.source.name('n/hung-1');
    running.source.name('n/a');
    await running.clock.advance(32_000);
    expect(running.begun).toEqual(['n/hung-1@0', 'n/hung-2@0', 'n/a@31000']);
  });

  it('keeps serving others while one key fails for ever', async () => {
    await using running = new Running(async ({ name }) => {
      if (name === 'poisoned') throw new Error('x');
      return {};
    }, 1);
    running.source.name('n/poisoned');
    for (let second = 0; second < 60; second++) {
      running.source.name(`n/good-${second}`);
      await running.clock.advance(1_000);
    }
    expect(await running.count('success')).toBe(60);
    expect(await running.count('error')).toBeLessThan(20);
  });

  it('holds a key until its cache has seen what was written for it', async () => {
    await using running = new Running(async () => ({}));
    const { ownWrites } = running.controller;
    ownWrites.record('n/a', running.source.resource, {
      apiVersion: 'v1',
      kind: 'Widget',
      metadata: { namespace: 'n', name: 'a', resourceVersion: '7' },
    });
    running.source.name('n/a');
    running.source.name('n/b');
    await running.clock.advance(60_000);
    expect(running.begun).toEqual(['n/b@0']);
    running.source.reach('7');
    await running.clock.advance(1);
    expect(running.begun).toEqual(['n/b@0', 'n/a@60000']);
  });

  it('never reconciles a key twice at a time, however it is named', async () => {
    let running = 0;
    let most = 0;
    const release: (() => void)[] = [];
    await using controller = new Running(async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => release.push(resolve));
      running--;
      return {};
    }, 4);
    for (let round = 0; round < 20; round++) {
      controller.source.name('n/a');
      await controller.clock.advance(1);
      if (round % 3 === 2) release.shift()?.();
    }
    while (release.length > 0) {
      release.shift()?.();
      await controller.clock.advance(1);
    }
    expect(most).toBe(1);
    expect(controller.begun.length).toBeGreaterThan(3);
  });

  it('lets running reconciles finish when it is stopped, and begins no others', async () => {
    let finish: () => void = () => {};
    const running = new Running(
      () =>
        new Promise((resolve) => {
          finish = () => resolve({});
        }),
      1,
    );
    running.source.name('n/a');
    running.source.name('n/b');
    await running.clock.advance(1);
    running.stop.abort();
    await running.clock.advance(1_000);
    finish();
    await running.ended;
    expect(running.begun).toEqual(['n/a@0']);
    expect(await running.count('success')).toBe(1);
  });

  it('aborts running reconciles when it is told to, without counting them as failures', async () => {
    const running = new Running(untilAborted);
    running.source.name('n/a');
    await running.clock.advance(1);
    running.stop.abort();
    running.abort.abort();
    await running.ended;
    expect([await running.count('aborted'), await running.count('error')]).toEqual([1, 0]);
  });
});
