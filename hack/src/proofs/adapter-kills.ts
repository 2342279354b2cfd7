import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding, Proof, ProofContext, Scale } from '../proof.ts';
import { LocalRedis } from '../redis/local-redis.ts';
import { openAdapterScene } from './adapter/adapter-scene.ts';
import { BoardLog } from './adapter/board-log.ts';
import { KedaTurns } from './adapter/keda-turns.ts';
import type { Lookup } from './adapter/lookup.ts';
import { judgeLookups } from './adapter/lookup-judgement.ts';
import { allReady, type RunningAdapter, startAdapter } from './adapter/running-adapter.ts';
import { SteadyLookups } from './adapter/steady-lookups.ts';
import { Turns } from './adapter/turns.ts';
import { atLeast, none } from './collector/findings.ts';
import { waitFor } from './collector/wait.ts';

interface Plan {
  readonly kills: number;
  readonly intervalSeconds: number;
}

const plans: Readonly<Record<Scale, Plan>> = {
  full: { kills: 20, intervalSeconds: 10 },
  gate: { kills: 3, intervalSeconds: 10 },
};
const scalers = Array.from({ length: 9 }, (_, index) => `scaler-${index}`);
const lookupsPerSecond = 100;
/** How long a killed adapter is away: one is back before the others miss it, the next is not. */
const awaySeconds = [0, 8] as const;
/** Longest that news of a decision may take to the other adapters, in milliseconds. */
const toleranceMs = 500;

export const adapterKills: Proof = {
  name: 'adapter-kills',
  claim:
    'Of three adapters one after another is killed and replaced: every answer is the newest decision, and at most one is missing.',
  needs: ['free-machine'],
  async run(context) {
    const { kills, intervalSeconds } = plans[context.scale];
    await using scene = await openAdapterScene({ scalers, intervalSeconds, loadOf, signal: context.signal });
    await using redis = await LocalRedis.start();
    using log = await BoardLog.open(redis.port);
    await using stack = new AsyncDisposableStack();
    const adapters: RunningAdapter[] = [];
    for (const name of ['adapter-0', 'adapter-1', 'adapter-2']) {
      const environment = { STORE_REDIS_URL: `redis://127.0.0.1:${redis.port}`, FORECAST_THREADS: '1' };
      adapters.push(stack.use(await startAdapter(scene, name, environment)));
    }
    await allReady(adapters, context.signal);
    using turns = new Turns(scene, adapters);
    using keda = new KedaTurns(scene, adapters);
    await settled(log, turns, Date.now(), context);
    context.say('three adapters are ready, and every scaler is decided about');
    const lookups = SteadyLookups.begin(scalers, { HPA: turns.ask, KEDA: keda.ask }, lookupsPerSecond);
    const killedAt = await killInTurn(adapters, log, turns, kills, context);
    const rolledAt = Date.now();
    await replaceInTurn(adapters, log, turns, context);
    return findings(await lookups.stop(), log, { killedAt, rolledAt }, intervalSeconds);
  },
};

/** Unlike any load before or after it in its thousandths: an answer names its decision. */
const loadOf = (scaler: string): number =>
  300 + 200 * Math.sin(Date.now() / 60_000 + scaler.length) + 100 * Math.random();

/** Waits until all adapters serve and every scaler was decided about since a moment. */
async function settled(log: BoardLog, turns: Turns, since: number, { signal }: ProofContext): Promise<void> {
  const ask = async () => {
    const fresh = log.heard.filter(({ decidedAt, load }) => decidedAt >= since && load !== undefined);
    const all = new Set(fresh.map(({ scaler }) => scaler)).size === scalers.length;
    return all && turns.standing === 3 ? true : undefined;
  };
  await waitFor('decisions about every scaler', ask, { seconds: 120, signal });
}

/** Kills one after another; resolves with the moments. */
async function killInTurn(
  adapters: readonly RunningAdapter[],
  log: BoardLog,
  turns: Turns,
  kills: number,
  context: ProofContext,
): Promise<readonly number[]> {
  const killedAt: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const adapter = adapters[kill % adapters.length];
    if (adapter === undefined) throw new RangeError('there is no adapter to kill');
    await sleep(2_000 * Math.random(), undefined, { signal: context.signal });
    const at = Date.now();
    killedAt.push(at);
    await adapter.process.kill();
    const seconds = awaySeconds[kill % awaySeconds.length] ?? 0;
    await sleep(seconds * 1_000, undefined, { signal: context.signal });
    adapter.process.restart();
    await settled(log, turns, at, context);
    context.say(`kill ${kill + 1}: ${adapter.name} was away for ${seconds} s, and everything is as before`);
  }
  return killedAt;
}

/** Ends one after another in order and starts it again, as a rollout does. */
async function replaceInTurn(
  adapters: readonly RunningAdapter[],
  log: BoardLog,
  turns: Turns,
  context: ProofContext,
): Promise<void> {
  for (const adapter of adapters) {
    const at = Date.now();
    await adapter.process.stop();
    adapter.process.restart();
    await settled(log, turns, at, context);
    context.say(`${adapter.name} was replaced in order`);
  }
}

function findings(
  lookups: readonly Lookup[],
  log: BoardLog,
  { killedAt, rolledAt }: { readonly killedAt: readonly number[]; readonly rolledAt: number },
  intervalSeconds: number,
): readonly Finding[] {
  const { answers, different, oldestMs, longestBehindMs, failed } = judgeLookups(
    lookups,
    log.heard,
    toleranceMs,
  );
  const most = Math.max(
    ...killedAt.map((at, index) => failedBetween(failed, at, killedAt[index + 1] ?? rolledAt)),
  );
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`;
  const said = [...failed, ...different].slice(0, 5).map(describe);
  return [
    atLeast('adapters killed', killedAt.length, killedAt.length),
    atLeast('answers', answers, 1_000),
    none('answers that differ from the decision log of that instant', different.length),
    atMost(
      'longest that a decision was served after a newer one was heard',
      longestBehindMs,
      toleranceMs,
      seconds,
    ),
    atMost('oldest sample behind an answer', oldestMs, 2_000 * intervalSeconds, seconds),
    {
      what: `failed lookups after one kill, at most (${failed.length} in all${said.length > 0 ? `: ${said.join('; ')}` : ''})`,
      measured: `${most}`,
      bound: '≤ 1',
      holds: most <= 1,
    },
    none('failed lookups before the first kill', failedBetween(failed, 0, killedAt[0])),
    none('failed lookups while all three are replaced in order', failedBetween(failed, rolledAt)),
  ];
}

const failedBetween = (failed: readonly Lookup[], from: number, to = Number.POSITIVE_INFINITY): number =>
  failed.filter(({ answeredAt }) => answeredAt >= from && answeredAt < to).length;

const atMost = (what: string, value: number, bound: number, shown: (value: number) => string): Finding => ({
  what,
  measured: shown(value),
  bound: `≤ ${shown(bound)}`,
  holds: value <= bound,
});

const describe = ({ way, scaler, metric, outcome, askedAt }: Lookup): string =>
  `${new Date(askedAt).toISOString()} ${way} ${scaler} ${metric}: ${outcome.kind === 'Failed' ? outcome.why : outcome.value}`;
