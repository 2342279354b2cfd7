import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { ProofContext } from '../../proof.ts';
import { repositoryRoot } from '../../repository.ts';
import { compare } from './comparison.ts';
import { readJournal } from './journal.ts';
import { startRig } from './rig.ts';
import { readWithKcat } from './topic.ts';
import { finished, quietTopic, tradesMade } from './watch.ts';

const dataFolder = process.env.PRICECAST_DATA ?? resolve(repositoryRoot, '../shared/data');
const recording = resolve(dataFolder, 'crypto/binance-xrpeth-trades.csv');

const replay = {
  symbols: ['XRPETH'],
  exchange: { MARKET: 'TradesCsv', MARKET_FILE: recording, SPEED: '10000' },
};
const context: ProofContext = { scale: 'gate', say: () => undefined, signal: new AbortController().signal };

test.skipIf(!existsSync(recording))(
  'recorded trades of a real exchange, replayed 10,000 times as fast with a cut, arrive once and byte-equal',
  async () => {
    await using rig = await startRig(replay, context);
    await rig.exchange.start();
    await tradesMade(rig, 3_000, context);
    await rig.exchange.cut('Reset');
    const { trades } = await finished(rig, context);
    await quietTopic(rig, trades, context);
    const messages = await readWithKcat(rig.kafka.bootstrapServers, rig.topic);
    await rig.exchangeProcess.stop();
    const journal = await readJournal(rig.journalFile);
    expect(journal.length).toBeGreaterThan(10_000);
    expect(Object.entries(compare(journal, messages)).filter(([, flaws]) => flaws > 0)).toEqual([]);
  },
  180_000,
);
