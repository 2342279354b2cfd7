import { setTimeout as sleep } from 'node:timers/promises';
import { decodePrediction, topicName } from '@pricecast/market';
import { freePorts } from '../kafka/loopback-ports.ts';
import type { Finding, Proof, ProofContext, Scale } from '../proof.ts';
import { compare, type JournalTrade } from './collector/comparison.ts';
import { atLeast, faithful, none, ratePerSecond } from './collector/findings.ts';
import { readJournal } from './collector/journal.ts';
import type { RoomProcess } from './collector/process.ts';
import { type Rig, startRig, syntheticRig } from './collector/rig.ts';
import { readWithKcat } from './collector/topic.ts';
import { finished, quietTopic, tradesMade } from './collector/watch.ts';
import { barsOf, compareBars, type ProofBar, readBar } from './stream/bars.ts';
import { writeEarlierMinutes } from './stream/earlier-minutes.ts';
import { latenessSeconds, Processors } from './stream/processors.ts';
import { allReady, type RunningStage, startStage } from './stream/running-stage.ts';
import { settled } from './stream/settled.ts';

type Victim = 'collector' | 'processor' | 'both processors' | 'forecaster' | 'gateway' | 'broker';

interface Plan {
  readonly trades: number;
  /** Who is killed, and at which share of the trades; all come back at once but the broker. */
  readonly kills: readonly (readonly [at: number, victim: Victim])[];
  readonly brokerAwaySeconds: number;
}

const plans: Readonly<Record<Scale, Plan>> = {
  full: {
    trades: 90_000,
    kills: [
      [0.08, 'processor'],
      [0.14, 'collector'],
      [0.2, 'both processors'],
      [0.23, 'gateway'],
      [0.25, 'forecaster'],
      [0.28, 'broker'],
      [0.62, 'processor'],
      [0.7, 'collector'],
      [0.74, 'forecaster'],
      [0.78, 'processor'],
      [0.86, 'both processors'],
    ],
    brokerAwaySeconds: 30,
  },
  gate: {
    trades: 6_000,
    kills: [
      [0.1, 'processor'],
      [0.2, 'gateway'],
      [0.25, 'forecaster'],
      [0.3, 'broker'],
      [0.8, 'collector'],
    ],
    brokerAwaySeconds: 2,
  },
};
// Chance moves the rate of a short run; asked for this much it stays above 500.
const askedRate = 600;
const leastRate = 500;

export const streamExactlyOnce: Proof = {
  name: 'stream-exactly-once',
  claim:
    'Every trade of the exchange is in the clean topic exactly once and the bars are right, whoever is killed.',
  needs: ['kafka'],
  async run(context) {
    const plan = plans[context.scale];
    const options = syntheticRig(plan.trades, askedRate);
    await using rig = await startRig(options, context);
    const opening = await writeEarlierMinutes(rig, options.symbols, Date.now());
    await using processors = new Processors(rig, context);
    await processors.scale(2);
    const forecaster = await startStage(rig, { room: 'forecaster', name: 'forecaster', environment: {} });
    await using _forecaster = forecaster.process;
    const gateway = await startGateway(rig);
    await using _gateway = gateway.process;
    await allReady([forecaster, gateway], context);
    context.say('two processors, a forecaster and a gateway are ready');
    await rig.exchange.start();
    await disturb({ rig, processors, forecaster, gateway }, plan, context);
    await finished(rig, context);
    await quietTopic(rig, plan.trades, context);
    await settled(rig, [...processors.running, forecaster], context);
    await allReady([...processors.running, forecaster, gateway], context);
    await rig.exchangeProcess.stop();
    const journal = await readJournal(rig.journalFile);
    return [
      atLeast('trades made by the exchange', journal.length, plan.trades),
      atLeast('trades a second', ratePerSecond(journal), leastRate),
      ...(await judgeTrades(rig, journal)),
      ...(await judgeBars(rig, journal, opening)),
      await judgePredictions(rig),
    ];
  },
};

/** Everything that can be killed. */
interface Scene {
  readonly rig: Rig;
  readonly processors: Processors;
  readonly forecaster: RunningStage;
  readonly gateway: RunningStage;
}

/** It reads what the others write; that it is killed must not concern them. */
async function startGateway(rig: Rig): Promise<RunningStage> {
  const [port = 0] = await freePorts(1);
  const environment = { GATEWAY_HOST: '127.0.0.1', GATEWAY_PORT: String(port) };
  return await startStage(rig, { room: 'gateway', name: 'gateway', environment });
}

async function disturb(scene: Scene, plan: Plan, context: ProofContext): Promise<void> {
  for (const [at, victim] of plan.kills) {
    await tradesMade(scene.rig, Math.floor(plan.trades * at), context);
    if (victim === 'broker') await withoutBroker(scene.rig, plan, context);
    else await Promise.all(victims(scene, victim).map((process) => process.killAndRestart()));
    context.say(`${victim} killed and started again`);
  }
}

function victims(scene: Scene, victim: Exclude<Victim, 'broker'>): RoomProcess[] {
  const { rig, processors, forecaster, gateway } = scene;
  const running = processors.running.map(({ process }) => process);
  switch (victim) {
    case 'collector':
      return [rig.collector];
    case 'forecaster':
      return [forecaster.process];
    case 'gateway':
      return [gateway.process];
    case 'processor':
      return running.slice(0, 1);
    case 'both processors':
      return running;
  }
}

async function withoutBroker(rig: Rig, { brokerAwaySeconds }: Plan, context: ProofContext): Promise<void> {
  await rig.kafka.kill();
  context.say(`broker killed, away for ${brokerAwaySeconds} s`);
  await sleep(brokerAwaySeconds * 1000, undefined, { signal: context.signal });
  await rig.kafka.start();
}

async function judgeTrades(rig: Rig, journal: readonly JournalTrade[]): Promise<readonly Finding[]> {
  const raw = compare(journal, await readWithKcat(rig.kafka.bootstrapServers, rig.topic));
  const clean = compare(
    journal,
    await readWithKcat(rig.kafka.bootstrapServers, topicName(rig.pipeline, 'clean')),
  );
  return [
    {
      what: 'trades that the collector wrote more than once, for the processor to remove',
      measured: String(raw.doubles),
      bound: 'any number',
      holds: true,
    },
    ...faithful(clean),
    none('clean trades that are there more than once', clean.doubles),
  ];
}

/** Bars that begin before the opening were there already. */
async function judgeBars(
  rig: Rig,
  journal: readonly JournalTrade[],
  opening: number,
): Promise<readonly Finding[]> {
  const messages = await readWithKcat(rig.kafka.bootstrapServers, topicName(rig.pipeline, 'bars'));
  const bars = messages.map(({ value }) => readBar(value)).filter(({ start }) => start >= opening);
  return [1, 60].flatMap((seconds) => judgeLength(journal, bars, seconds));
}

/** One forecast of a symbol, target and horizon follows from each minute. */
async function judgePredictions(rig: Rig): Promise<Finding> {
  const messages = await readWithKcat(rig.kafka.bootstrapServers, topicName(rig.pipeline, 'predictions'));
  const names = messages.map(({ value }) => {
    const { symbol, target, horizonSeconds, basedOn } = decodePrediction(value);
    return `${symbol} ${target} ${horizonSeconds} ${basedOn}`;
  });
  const doubles = names.length - new Set(names).size;
  return {
    what: 'predictions that are there more than once',
    measured: `${doubles} of ${names.length}`,
    bound: '0 of some',
    holds: doubles === 0 && names.length > 0,
  };
}

function judgeLength(
  journal: readonly JournalTrade[],
  bars: readonly ProofBar[],
  seconds: number,
): Finding[] {
  const expected = barsOf(journal, seconds, latenessSeconds);
  const found = compareBars(
    expected,
    bars.filter(({ intervalSeconds }) => intervalSeconds === seconds),
  );
  const wrong = found.missing + found.doubles + found.different + found.invented;
  return [
    {
      what: `bars of ${seconds} s that are missing, doubled, different from the journal's or invented`,
      measured: `${wrong} of ${found.expected}`,
      bound: '0',
      holds: wrong === 0,
    },
  ];
}
