import { expect, test } from 'vitest';
import { type LocalPipeline, localStages } from './stages.ts';

const local: LocalPipeline = {
  pipeline: { namespace: 'dev', name: 'btc' },
  bootstrapServers: '127.0.0.1:9092',
  symbols: ['BTCUSDT', 'ETHUSDT'],
  market: { kind: 'Synthetic', port: 8080, controlPort: 8081, tradesPerSecond: 100 },
  assets: '/assets',
  gatewayPort: 5001,
  dashboardPort: 8501,
};
const ports = [1, 2, 3, 4, 5];
const rooms = (stages: readonly { readonly room: string }[]) => stages.map(({ room }) => room);

test('every stage runs in the order of the data, and the gateway knows the others', () => {
  const stages = localStages(local, ports, () => true);
  expect(rooms(stages)).toEqual(['exchange', 'collector', 'processor', 'forecaster', 'gateway']);
  expect(stages.at(-1)?.environment).toMatchObject({
    STAGES: 'collector=127.0.0.1:2/1,processor=127.0.0.1:3/1,forecaster=127.0.0.1:4/1',
    SYNTHETIC_SYMBOLS: 'BTCUSDT,ETHUSDT',
  });
});

test('a stage that is not built is left out', () => {
  const stages = localStages(local, ports, (room) => room !== 'forecaster');
  expect(rooms(stages)).toEqual(['exchange', 'collector', 'processor', 'gateway']);
  expect(stages.at(-1)?.environment.STAGES).not.toContain('forecaster');
});

test('with live trades there is no exchange of our own, and nothing is marked as made up', () => {
  const stages = localStages({ ...local, market: { kind: 'Binance' } }, ports, () => true);
  expect(rooms(stages)).not.toContain('exchange');
  expect(stages.at(-1)?.environment.SYNTHETIC_SYMBOLS).toBeUndefined();
});
