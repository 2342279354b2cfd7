import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sped } from './market/playing.ts';
import { tradesMarket } from './market/recorded-market.ts';
import { startExchange } from './server/start-exchange.ts';
import { StreamClient } from './testing/stream-client.ts';

const besideTheRepository = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const recording = `${process.env.PRICECAST_DATA ?? besideTheRepository}/crypto/binance-xrpeth-trades.csv`;

test.skipIf(!existsSync(recording))(
  'recorded trades of a real exchange are sent as they stand in the file, with their original time',
  async () => {
    const text = await readFile(recording, 'utf8');
    const market = tradesMarket({ name: 'recording', text }, 'XRPETH', 'Stop');
    const fast = { ...market, trades: [...sped(market.trades, 20_000)] };
    const running = await startExchange({ market: fast, now: Date.now, opens: 'OnCommand' });
    const client = await StreamClient.connect(`${running.webSocketUrl}/ws/xrpeth@aggTrade`);
    running.exchange.start();
    const rows = text.trimEnd().split('\n').slice(1);
    const events = await client.until((messages) => messages.length >= rows.length);
    await running.stop();
    const asRows = events.map(({ originalTime, p, q, m }) => [originalTime, p, q, m ? 'sell' : 'buy'].join());
    expect(asRows.slice(0, rows.length)).toEqual(rows);
    const ids = events.slice(0, rows.length).map(({ a }) => Number(a));
    expect(ids).toEqual(ids.map((_, at) => (ids[0] ?? 0) + at));
  },
);
