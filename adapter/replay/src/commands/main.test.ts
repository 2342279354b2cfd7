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
  ['an option that is not known', 'timestamp,value\n', ['--rsik', '1'], 2, /--rsik[\s\S]*--help prints/],
])('%s: one sentence and a code', async (_name, trace, options, code, message) => {
  expect(await replayed(trace, ...options)).toEqual({
    code,
    out: '',
    errors: expect.stringMatching(message),
  });
});
