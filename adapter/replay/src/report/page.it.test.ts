import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Forecasts } from '../policies/forecasts.ts';
import { dailyTrace, setupOf } from '../testing/daily-trace.ts';
import { page as pageOf } from './page.ts';
import { tell } from './story.ts';

// Where to keep what the page looks like; absent: nowhere. docs/images was made so.
const pictures = process.env.PRICECAST_PICTURES;
// A page to look at instead of the one of the test.
const given = process.env.PRICECAST_REPORT;

let browser: Browser;
let folder = '';
let file = '';
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pricecast-report-'));
  file = given ?? join(folder, 'report.html');
  if (given === undefined) {
    const setup = setupOf(dailyTrace(3));
    const story = tell(setup, new Forecasts(setup.world, setup.startupSeconds, { remember: true }), {
      warmupDays: 1,
    });
    await writeFile(file, pageOf(story, 'a made-up load'));
  }
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(colorScheme: 'light' | 'dark', width = 1_100): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on('console', (line) => complaints.push(line.text()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  return page;
}

/** Computed style of the page; the test itself has no document. */
const colour = (page: Page, property: 'backgroundColor' | 'color') =>
  page.evaluate<string>(`getComputedStyle(document.body).${property}`);

/** Whether something is wider than the window. */
const overflows = (page: Page) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

test.each(['light', 'dark'] as const)(
  'in %s colours all is seen, and nothing is asked of others',
  async (scheme) => {
    const page = await open(scheme);
    const background = await colour(page, 'backgroundColor');
    expect(background === 'rgb(255, 255, 255)').toBe(scheme === 'light');
    expect(await page.locator('svg').count()).toBe(2);
    expect(await page.locator('tbody tr').count()).toBe(11);
    expect(await page.locator('.advice').innerText()).toMatch(/^Ask for a risk of/);
    expect(await overflows(page)).toBe(false);
    expect(complaints).toEqual([]);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, `what-if-${scheme}.png`), fullPage: true });
  },
);

test('on a telephone nothing is wider than the screen', async () => {
  expect(await overflows(await open('light', 390))).toBe(false);
});

test('printed from a dark screen it is black on white and fits two pages', async () => {
  const page = await open('dark');
  await page.emulateMedia({ media: 'print' });
  expect([await colour(page, 'backgroundColor'), await colour(page, 'color')]).toEqual([
    'rgb(255, 255, 255)',
    'rgb(0, 0, 0)',
  ]);
  const pdf = await page.pdf({ format: 'A4', ...(pictures && { path: join(pictures, 'what-if.pdf') }) });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(0);
  expect(pages).toBeLessThanOrEqual(2);
});
