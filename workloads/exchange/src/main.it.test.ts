import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { StreamClient } from './testing/stream-client.ts';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts the process on free ports and resolves with what it logged when it opened. */
async function startProcess(environment: Record<string, string>) {
  const ports = {
    MARKET_HOST: '127.0.0.1',
    MARKET_PORT: '0',
    CONTROL_PORT: '0',
    OPS_HOST: '127.0.0.1',
    OPS_PORT: '0',
  };
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: { ...ports, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const logged: Record<string, unknown>[] = [];
  await new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const entry = JSON.parse(line);
      logged.push(entry);
      if (entry.message === 'Opened the exchange' || entry.level === 'fatal') resolve();
    });
  });
  const of = (message: string) => logged.find((line) => line.message === message);
  return {
    child,
    logged,
    market: `127.0.0.1:${of('Opened the exchange')?.port}`,
    control: `http://127.0.0.1:${of('Opened the exchange')?.controlPort}/control`,
    ops: `http://127.0.0.1:${of('Listening')?.port}`,
  };
}

const order = (url: string, method: string, body: unknown = {}) =>
  fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('the process opens on command, obeys orders and ends cleanly on SIGTERM', async () => {
  const { child, market, control, ops } = await startProcess({
    OPENS: 'OnCommand',
    TRADES_PER_SECOND: '500',
  });
  const client = await StreamClient.connect(`ws://${market}/ws/btcusdt@aggTrade`);
  expect((await fetch(`${ops}/readyz`)).status).toBe(503);
  expect(await (await order(`${control}/start`, 'POST')).json()).toMatchObject({ started: true });
  await client.until((messages) => messages.length > 10);
  expect((await fetch(`${ops}/readyz`)).status).toBe(200);

  const faults = await order(`${control}/faults`, 'PUT', { drop: 0.5, forSeconds: 60 });
  expect(await faults.json()).toMatchObject({ drop: 0.5, stall: false });
  expect((await order(`${control}/faults`, 'PUT', { noise: 1 })).status).toBe(400);
  expect(await (await order(`${control}/faults`, 'DELETE')).json()).toMatchObject({ drop: 0 });

  expect(await (await order(`${control}/cut`, 'POST', { manner: 'Reset' })).json()).toEqual({ cut: 1 });
  expect(await client.closed()).toBe(1006);
  const told = await StreamClient.connect(`ws://${market}/ws/btcusdt@aggTrade`);
  await order(`${control}/shutdown`, 'POST', { inSeconds: 0.1 });
  await told.until((messages) => messages.some((message) => message.e === 'serverShutdown'));
  expect(await told.closed()).toBe(1001);

  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('probes, report and metrics say what the market is and does', async () => {
  const { ops } = await startProcess({ SEED: '9', SYMBOLS: 'BTCUSDT' });
  const read = async (path: string) => (await fetch(ops + path)).text();
  expect(JSON.parse(await read('/healthz')).checks).toContainEqual({ name: 'synthetic-market', ok: true });
  const report = JSON.parse(await read('/report'));
  expect(report.conditions).toMatchObject([
    {
      type: 'MarketOpen',
      status: 'True',
      reason: 'Synthetic',
      message: expect.stringContaining('seed 9: invented'),
    },
  ]);
  expect(report.gauges).toHaveProperty('eventsPerSecond');
  const metrics = await read('/metrics');
  expect(metrics).toMatch(/^pricecast_exchange_trades_total \d+$/m);
  expect(metrics).toMatch(/^pricecast_exchange_frames_total\{fate="sent"\} 0$/m);
});

test('a recording that cannot be read ends the process with a sentence and exit code 1', async () => {
  const environment = { MARKET: 'TradesCsv', MARKET_FILE: '/nowhere/t.csv', SYMBOLS: 'XRPETH' };
  const { child, logged } = await startProcess(environment);
  expect(JSON.stringify(logged.find((line) => line.level === 'fatal'))).toContain(
    'Cannot read /nowhere/t.csv',
  );
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  expect(code).toBe(1);
});
