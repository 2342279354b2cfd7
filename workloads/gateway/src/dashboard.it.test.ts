import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { gatewayAssets, writeAssets } from '../../../hack/src/images/browser-assets.ts';
import { type LocalKafka, startLocalKafka } from '../../../hack/src/kafka/local-kafka.ts';
import { freePorts } from '../../../hack/src/kafka/loopback-ports.ts';
import { GatewayProcess } from './testing/gateway-process.ts';
import { marketScene } from './testing/market-scene.ts';
import { aTrade } from './testing/messages.ts';
import { PipelineTopics } from './testing/topics.ts';

// Where to keep what the pages look like; absent: nowhere. docs/images was made so.
const pictures = process.env.PRICECAST_PICTURES;
const patience = { timeout: 40_000, interval: 50 };

let kafka: LocalKafka;
let topics: PipelineTopics;
let browser: Browser;
let folder = '';
let gateway: GatewayProcess;
let environment: Record<string, string> = {};
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pricecast-dashboard-'));
  await writeAssets(folder, await gatewayAssets());
  kafka = await startLocalKafka();
  topics = new PipelineTopics({ bootstrapServers: [kafka.bootstrapServers], clientId: 'test' }, 'btc');
  await topics.create();
  const [port = 0] = await freePorts(1);
  environment = {
    ...topics.environment,
    ASSETS_DIR: folder,
    SYNTHETIC_SYMBOLS: 'BTCUSDT',
    GATEWAY_PORT: String(port),
  };
  gateway = new GatewayProcess(environment);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  await gateway.ready();
});
afterAll(async () => {
  await browser?.close();
  await gateway?.stop();
  await topics?.[Symbol.asyncDispose]();
  await kafka?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1060 }, colorScheme });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => {
    // A gateway that is away or still starting is what one of the tests is about.
    const isAway = line.text().startsWith('Failed to load resource');
    if (line.type() === 'error' && !isAway) complaints.push(line.text());
  });
  await page.goto((await gateway.url()) + path);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
}

const text = (page: Page, selector: string) => page.textContent(selector);
const shows = (page: Page, selector: string, words: string) =>
  vi.waitUntil(async () => (await text(page, selector))?.includes(words), patience);

test('before the first trade the page says what it waits for, and then fills by itself', async () => {
  const page = await open('/');
  await shows(page, '#price-chart', 'Waiting for the first trade');
  await shows(page, '#alerts', 'Waiting for something unusual');
  await shows(page, '#forecasts', 'Waiting for the first forecast');
  await picture(page, 'dashboard-empty');
  const { trades, bars, features, predictions, alerts } = marketScene(Date.now());
  await topics.bars(...bars);
  await topics.features(...features);
  await topics.predictions(...predictions);
  await topics.alerts(...alerts);
  await topics.trades(...trades);
  await shows(page, '#connection', 'Live');
  await shows(page, '#last-price', trades[0]?.price.slice(-6) ?? 'a price');
  await page.close();
});

test('price, alerts, judged forecasts and what is made up are shown, and a key moves along the line', async () => {
  const page = await open('/');
  await shows(page, '#connection', 'Live');
  await shows(page, '#alerts', 'BTCUSDT was traded 9.4 times as much as usual');
  await shows(page, '#forecasts', 'no skill over last value');
  await shows(page, '#figures', 'target < 1 s');
  expect(await page.isVisible('#synthetic')).toBe(true);
  expect(await page.locator('#price-chart canvas').count()).toBe(1);
  await page.waitForTimeout(500);
  await picture(page, 'dashboard-light');
  await page.focus('#price-chart .uplot');
  await page.keyboard.press('ArrowLeft');
  await shows(page, '#readout', 'price');
  await page.close();
  const dark = await open('/', 'dark');
  await shows(dark, '#forecasts', 'skilled');
  await dark.check('#range input[value=long]', { force: true });
  await dark.waitForTimeout(500);
  await picture(dark, 'dashboard-dark');
  await dark.close();
});

test('when the gateway goes away the page says so, and goes on without a reload when it is back', async () => {
  const page = await open('/');
  await shows(page, '#connection', 'Live');
  await gateway.stop('SIGKILL');
  await shows(page, '#connection', 'Connection lost');
  await topics.trades(aTrade(10_000_001, { price: '31234.50', tradeTime: Date.now() }));
  gateway = new GatewayProcess(environment);
  await shows(page, '#last-price', '234.50');
  await shows(page, '#connection', 'Live');
  await page.close();
});

test('the interface is described on a page', async () => {
  const page = await open('/docs');
  await shows(page, '#interface', '/api/stream');
  await page.waitForTimeout(300);
  await picture(page, 'docs');
  await page.close();
});

test('no page broke a rule of its security policy or threw an error', () => {
  expect(complaints).toEqual([]);
});
