import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@pricecast/kube';
import { createLogger } from '@pricecast/runtime';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adapterAssets, writeAssets } from '../../../hack/src/images/browser-assets.ts';
import { Authenticator } from '../access/authenticator.ts';
import { Authority } from '../testing/authority.ts';
import { aToldHour, aToldMoment } from '../testing/told-day.ts';
import { ExplainDoor } from './explain-door.ts';

// Where to keep what the page looks like; absent: nowhere. docs/images was made so.
const pictures = process.env.PRICECAST_PICTURES;

const authority = new Authority('serving-ca');
let folder = '';
let door: ExplainDoor;
let browser: Browser;
let url = '';
const complaints: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pricecast-explain-'));
  await writeAssets(join(folder, 'assets'), await adapterAssets());
  const { cert, key } = authority.sign({ commonName: 'adapter', usage: 'serverAuth' });
  const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  await Promise.all([writeFile(files.cert, cert), writeFile(files.key, key)]);
  door = await ExplainDoor.open({
    host: '127.0.0.1',
    port: 0,
    files,
    clock: systemClock(),
    log: createLogger('test', 'fatal'),
    authenticator: new Authenticator({
      trust: () => undefined,
      tokens: {
        review: async (token) => (token === 'good' ? { name: 'ada', groups: [], extra: {} } : undefined),
      },
      now: Date.now,
    }),
    authorizer: {
      isAllowed: async (_user, { kind, ...asked }) =>
        kind === 'Resource' && 'namespace' in asked && asked.namespace === 'shop',
    },
    turned: () => {},
    world: {
      explanationsOf: () => ['checkout', 'orders'].map((name) => aToldMoment(name, Date.now())),
      decisionsOf: () => aToldHour(Date.now()),
    },
    waitsFor: () => [],
    scalers: () => 2,
    assets: join(folder, 'assets'),
    failed: (error) => complaints.push(String(error)),
  });
  url = `https://127.0.0.1:${door.port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
  authority[Symbol.dispose]();
  await rm(folder, { recursive: true, force: true });
});

async function visit(
  given: { colourScheme?: 'light' | 'dark'; width?: number; path?: string } = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const { colourScheme = 'light', width = 1280, path = '/' } = given;
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    colorScheme: colourScheme,
    viewport: { width, height: 1000 },
  });
  // Asked from here: Chromium drops what is under way when an interface of the machine comes or goes, as those of pods do.
  await context.route('**/*', async (route) => route.fulfill({ response: await route.fetch() }));
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 40'))
      complaints.push(message.text());
  });
  await page.goto(url + path);
  return { page, context };
}

async function signIn(page: Page, token: string, namespace = 'shop'): Promise<void> {
  await page.getByLabel('Namespace').fill(namespace);
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Show' }).click();
}

test('without a token that counts, and in a namespace without the right, nothing is shown but why', async () => {
  const { page, context } = await visit();
  await signIn(page, 'bad');
  await page.getByText('The API server does not know this token').waitFor();
  await signIn(page, 'good', 'other');
  await page.getByText('ada may not list scalerexplanations').waitFor();
  expect(await page.getByRole('button', { name: 'checkout' }).count()).toBe(0);
  await context.close();
});

test.each(['light', 'dark'] as const)('shows a scaler, in %s', async (colourScheme) => {
  const { page, context } = await visit({ colourScheme });
  await signIn(page, 'good');
  await page.getByRole('heading', { name: 'checkout' }).waitFor();
  await page.getByRole('img', { name: 'Load with the band of its forecast' }).waitFor();
  await page.getByRole('img', { name: 'Pods wanted' }).waitFor();
  expect(await page.locator('.table tbody tr').count()).toBe(60);
  expect(await page.locator('.message').textContent()).toMatch(/^\d+ replicas wanted/);
  // The token is in no address, no store and no cookie.
  expect(page.url()).not.toContain('good');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe('{}');
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `explain-${colourScheme}.png`) });
  await page.getByRole('button', { name: 'orders' }).click();
  await page.getByRole('heading', { name: 'orders' }).waitFor();
  await context.close();
});

test('fits a narrow screen', async () => {
  const { page, context } = await visit({ width: 390 });
  await signIn(page, 'good');
  await page.getByRole('img', { name: 'Pods wanted' }).waitFor();
  const { wide, screen } = await page
    .locator('html')
    .evaluate(({ scrollWidth, clientWidth }) => ({ wide: scrollWidth, screen: clientWidth }));
  expect(wide).toBeLessThanOrEqual(screen);
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'explain-narrow.png') });
  await context.close();
});

test('documents the interface', async () => {
  const { page, context } = await visit({ path: '/docs' });
  await page.getByText('/scaling-decision/{scaler}').first().waitFor();
  await context.close();
});

test('nothing complained', () => {
  expect(complaints).toEqual([]);
});
