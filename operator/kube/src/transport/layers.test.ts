import { describe, expect, it } from 'vitest';
import { ManualClock, settle } from '../testing/manual-clock.ts';
import { KubeError, type KubeErrorCode } from './kube-error.ts';
import type { KubeRequest, Verb } from './request.ts';
import { defaultRetries, retryDelayMs, retrying } from './retries.ts';
import type { Transport } from './transport.ts';
import { gated } from './write-gate.ts';

const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
const request = (verb: Verb, more: Partial<KubeRequest> = {}): KubeRequest => ({
  verb,
  resource: configMaps,
  path: '/',
  idempotent: verb !== 'create',
  ...more,
});
const failure = (code: KubeErrorCode, retryAfterSeconds?: number) =>
  new KubeError(code, { code, call: 'x', retryable: true, retryAfterSeconds });

/** A server that gives these answers in turn and notes what reached it. */
class Answers implements Transport {
  readonly seen: KubeRequest[] = [];
  readonly #answers: (KubeError | string)[];

  constructor(...answers: (KubeError | string)[]) {
    this.#answers = answers;
  }

  async send(sent: KubeRequest): Promise<unknown> {
    this.seen.push(sent);
    const answer = this.#answers.shift() ?? 'ok';
    if (typeof answer !== 'string') throw answer;
    if (answer !== 'hang') return answer;
    return new Promise((_, reject) =>
      sent.signal?.addEventListener('abort', () => reject(sent.signal?.reason)),
    );
  }

  open(): Promise<never> {
    return Promise.reject(new Error('not used here'));
  }
}

describe('retryDelayMs', () => {
  const policy = { ...defaultRetries, clock: new ManualClock(), random: () => 0 };
  const rows: readonly {
    name: string;
    verb: Verb;
    error: KubeError;
    attempt: number;
    ms: number | undefined;
  }[] = [
    {
      name: 'backs off after a lost connection',
      verb: 'get',
      error: failure('KUBE_CONNECTION_FAILED'),
      attempt: 1,
      ms: 200,
    },
    {
      name: 'backs off longer each time',
      verb: 'get',
      error: failure('KUBE_CONNECTION_FAILED'),
      attempt: 3,
      ms: 800,
    },
    {
      name: 'gives up after the last attempt',
      verb: 'get',
      error: failure('KUBE_CONNECTION_FAILED'),
      attempt: 4,
      ms: undefined,
    },
    {
      name: 'does not repeat a create whose fate is unknown',
      verb: 'create',
      error: failure('KUBE_TIMEOUT'),
      attempt: 1,
      ms: undefined,
    },
    {
      name: 'repeats a create that was not let in',
      verb: 'create',
      error: failure('KUBE_TOO_MANY_REQUESTS', 1),
      attempt: 1,
      ms: 1_000,
    },
    {
      name: 'obeys Retry-After',
      verb: 'patch',
      error: failure('KUBE_UNAVAILABLE', 3),
      attempt: 1,
      ms: 3_000,
    },
    {
      name: 'leaves a long Retry-After to the caller',
      verb: 'get',
      error: failure('KUBE_TOO_MANY_REQUESTS', 11),
      attempt: 1,
      ms: undefined,
    },
    {
      name: 'does not repeat what was refused',
      verb: 'get',
      error: failure('KUBE_FORBIDDEN'),
      attempt: 1,
      ms: undefined,
    },
    {
      name: 'does not repeat a conflict',
      verb: 'patch',
      error: failure('KUBE_CONFLICT'),
      attempt: 1,
      ms: undefined,
    },
  ];
  for (const { name, verb, error, attempt, ms } of rows) {
    it(name, () => {
      expect(retryDelayMs(policy, request(verb), error, attempt)).toBe(ms);
    });
  }
});

describe('retrying', () => {
  it('answers with the failure that was being waited out when its caller gives up', async () => {
    const clock = new ManualClock();
    const server = new Answers(failure('KUBE_UNAVAILABLE', 5));
    const giveUp = new AbortController();
    const call = retrying(server, { ...defaultRetries, clock, random: () => 0 }).send(
      request('get', { signal: giveUp.signal }),
    );
    await clock.advance(1_000);
    giveUp.abort();
    await expect(call).rejects.toMatchObject({ code: 'KUBE_UNAVAILABLE' });
    expect(server.seen).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe('gated', () => {
  function gate() {
    const shut = new AbortController();
    return { shut, isOpen: () => !shut.signal.aborted, signal: shut.signal };
  }

  it('lets reads pass and refuses writes once it is shut', async () => {
    const server = new Answers();
    const door = gate();
    door.shut.abort();
    const transport = gated(server, door);
    expect(await transport.send(request('get'))).toBe('ok');
    for (const verb of ['create', 'patch', 'delete'] as const) {
      await expect(transport.send(request(verb))).rejects.toMatchObject({
        code: 'KUBE_WRITE_FENCED',
        retryable: false,
      });
    }
    expect(server.seen.map(({ verb }) => verb)).toEqual(['get']);
  });

  it('is asked anew at every attempt of a retried write', async () => {
    const clock = new ManualClock();
    const server = new Answers(failure('KUBE_UNAVAILABLE'));
    const door = gate();
    const call = retrying(gated(server, door), { ...defaultRetries, clock, random: () => 0 }).send(
      request('patch'),
    );
    const ended = expect(call).rejects.toMatchObject({ code: 'KUBE_WRITE_FENCED' });
    await settle();
    door.shut.abort();
    await clock.advance(1_000);
    await ended;
    expect(server.seen).toHaveLength(1);
  });

  it('gives up a write in flight when it shuts', async () => {
    const door = gate();
    const call = gated(new Answers('hang'), door).send(request('patch'));
    door.shut.abort();
    await expect(call).rejects.toMatchObject({ code: 'KUBE_WRITE_FENCED' });
  });

  it('passes the caller’s own giving up on', async () => {
    const giveUp = new AbortController();
    const call = gated(new Answers('hang'), gate()).send(request('patch', { signal: giveUp.signal }));
    giveUp.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });
});
