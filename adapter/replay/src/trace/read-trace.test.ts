import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readTrace } from './read-trace.ts';

const directory = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function read(text: string, valueColumn?: string) {
  const path = join(directory, 'trace.csv');
  writeFileSync(path, text);
  const { times, loads } = await readTrace(path, valueColumn);
  return { times: [...times], loads: [...loads] };
}

const expected = { times: [1_700_000_000, 1_700_000_060], loads: [5, 7.5] };

test.each([
  ['ISO times', 'timestamp,value\n2023-11-14T22:13:20Z,5\n2023-11-14T22:14:20Z,7.5\n'],
  ['times of another zone', 'timestamp,value\n2023-11-14T23:13:20+01:00,5\n2023-11-14T23:14:20+01:00,7.5\n'],
  ['times without a zone are UTC', 'timestamp,value\n2023-11-14 22:13:20,5\n2023-11-14 22:14:20,7.5\n'],
  ['seconds since the epoch', 'timestamp,value\n1700000000,5\n1700000060,7.5\n'],
  ['milliseconds since the epoch', 'timestamp,value\n1700000000000,5\n1700000060000,7.5\n'],
  [
    'the export of a dashboard: two columns, quotes, a mark at the beginning',
    '\ufeff"Time","sum(rate(http_requests_total[1m]))"\r\n"2023-11-14 22:13:20",5\r\n"2023-11-14 22:14:20",7.5\r\n',
  ],
  ['columns in another order and more of them', 'pod,value,timestamp\na,5,1700000000\na,7.5,1700000060\n'],
  [
    'missing values are left out, not zero',
    'timestamp,value\n1700000000,5\n1700000030,\n1700000040,NaN\n1700000060,7.5\n',
  ],
])('reads %s', async (_name, text) => {
  expect(await read(text)).toEqual(expected);
});

test.each([
  ['names the columns found', 'TRACE_COLUMNS', 'a,b,c\n1,2,3\n', /"timestamp".*"a", "b", "c"/],
  [
    'names the line of a bad time',
    'TRACE_TIME',
    'timestamp,value\nyesterday,5\n',
    /line 2: "yesterday" is no time/,
  ],
  [
    'names the line of a bad value',
    'TRACE_VALUE',
    'timestamp,value\n1700000000,five\n',
    /line 2: "five" is no number/,
  ],
  ['refuses a negative load', 'TRACE_VALUE', 'timestamp,value\n1700000000,-5\n', /line 2.*negative/],
  [
    'refuses time that goes back',
    'TRACE_ORDER',
    'timestamp,value\n1700000060,5\n1700000000,5\n',
    /line 3 is earlier/,
  ],
  [
    'refuses a time that comes twice',
    'TRACE_ORDER',
    'timestamp,value\n1700000000,5\n1700000000,6\n',
    /line 3 has the time/,
  ],
  ['refuses an empty file', 'TRACE_SHORT', '', /empty/],
  [
    'refuses a time of another age, which would make a replay of decades',
    'TRACE_LONG',
    'timestamp,value\n17000000,5\n1700000000,5\n',
    /line 3.*from 1970-07-16.*is one of the times wrong/,
  ],
  ['refuses a single row', 'TRACE_SHORT', 'timestamp,value\n1700000000,5\n', /1 rows/],
])('%s', async (_name, code, text, message) => {
  await expect(read(text)).rejects.toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});

test('one of several series is picked by its name', async () => {
  const text = 'Time,"{pod=""a""}","{pod=""b""}"\n2023-11-14 22:13:20,1,5\n2023-11-14 22:14:20,1,7.5\n';
  expect(await read(text, '{pod="b"}')).toEqual(expected);
  await expect(read(text, 'c')).rejects.toThrow(/no column "c".*"Time", "{pod="a"}", "{pod="b"}"/);
});

test('says which file does not exist', async () => {
  await expect(readTrace(join(directory, 'none.csv'))).rejects.toThrow(/none\.csv cannot be read/);
});
