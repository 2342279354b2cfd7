import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from './main.ts';

const directory = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the command on a trace and gives its exit code and what it wrote. */
async function replayed(trace: string, ...options: readonly string[]) {
  const path = join(directory, 'trace.csv');
  writeFileSync(path, trace);
  let [out, errors] = ['', ''];
  const code = await main(
    ['--trace', path, ...options],
    { write: (text: string) => (out += text) },
    { write: (text: string) => (errors += text) },
  );
  return { code, out, errors };
}

const csv = (rows: number, row: (number: number) => string) =>
  `timestamp,value\n${Array.from({ length: rows }, (_, number) => row(number)).join('\n')}\n`;

test('a file of too many rows is answered, and it is said beside the answer how they were joined', async () => {
  const trace = csv(200_001, (row) => `${1_700_000_000 + row},${5 + (row % 3)}`);
  const { code, out, errors } = await replayed(trace, '--policy', 'static', '--json');
  expect([code, errors]).toEqual([
    0,
    'replay: 200001 rows were joined into 13334 of 15 s, each the largest load of its rows\n',
  ]);
  expect(JSON.parse(out)).toHaveProperty('static.podHours');
});

test.each<[string, string, readonly string[], number, RegExp]>([
  ['columns that are not known', 'a,b,c\n1,2,3\n', [], 1, /^replay: the first line must name a column/],
  ['a trace that spans decades', 'timestamp,value\n17,5\n1700000000,5\n', [], 1, /line 3.*1500 days/],
  [
    'a trace that ends within its warm-up',
    csv(300, (row) => `${1_700_000_000 + 60 * row},5`),
    [],
    1,
    /0\.21 days.*--warmup-days/,
  ],
  [
    'newest days that are all warm-up',
    csv(2_000, (row) => `${1_700_000_000 + 60 * row},5`),
    ['--last-days', '0.5'],
    1,
    /--last-days leaves 0\.50 days/,
  ],
  ['columns that are not separated by commas', 'time;value\n1;2\n', [], 1, /separated by commas/],
  [
    'values with a unit',
    'time,value\n1700000000,5 req/s\n',
    [],
    1,
    /"5 req\/s" is no number.*Formatted data/,
  ],
  [
    'a local clock that is put back',
    'time,value\n2025-10-26 02:59:00,5\n2025-10-26 02:00:00,5\n',
    [],
    1,
    /line 3 is earlier.*write a zone or UTC/,
  ],
  ['an option that is not known', 'timestamp,value\n', ['--rsik', '1'], 2, /--rsik[\s\S]*--help prints/],
])('%s: one sentence and a code', async (_name, trace, options, code, message) => {
  expect(await replayed(trace, ...options)).toEqual({
    code,
    out: '',
    errors: expect.stringMatching(message),
  });
});

test('only the newest days are replayed where they are asked for, and it is said what is missing in them', async () => {
  const trace = csv(
    4_000,
    (row) => `${1_700_000_000 + 60 * (row < 3_500 ? row : row + 90)},${5 + (row % 3)}`,
  );
  const { code, out, errors } = await replayed(trace, '--policy', 'static', '--last-days', '2');
  expect([code, errors]).toEqual([
    0,
    'replay: rows are missing for 1.5 h; there is no number then, and nothing is scaled\n',
  ]);
  expect(out).toMatch(/^2791 rows, one each 60 s/);
});
