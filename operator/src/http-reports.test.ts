import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { HttpReports } from './http-reports.ts';

const report = { stage: 'collector', conditions: [], gauges: { lagSeconds: 1 } };
let server: Server | undefined;

/** A process on loopback that answers every request alike; the port is the one under test. */
const serve = async (status: number, body: string): Promise<HttpReports> => {
  const listening = createServer((request, reply) => {
    reply.statusCode = request.url === '/report' ? status : 404;
    reply.end(body);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  return new HttpReports(typeof address === 'object' && address !== null ? address.port : 0);
};

afterEach(
  () => new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve))),
);

const rows: readonly (readonly [string, number, string, object])[] = [
  ['a report is read', 200, JSON.stringify(report), { kind: 'Report', report }],
  ['a busy process is unavailable', 503, '', { kind: 'Unavailable', what: 'it answers with status 503' }],
  [
    'something else than JSON is no report',
    200,
    '<html>',
    { kind: 'Unavailable', what: 'its answer is no report' },
  ],
  ['another JSON is no report', 200, '{"a":1}', { kind: 'Unavailable', what: 'its answer is no report' }],
  [
    'an answer without an end is cut off',
    200,
    'x'.repeat(100_000),
    { kind: 'Unavailable', what: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' },
  ],
];

describe('reading a report', () => {
  test.each(rows)('%s', async (_, status, body, expected) => {
    const reports = await serve(status, body);
    expect(await reports.read('127.0.0.1', new AbortController().signal)).toEqual(expected);
    await reports.close();
  });

  test('a pod where nobody listens is unavailable', async () => {
    const reports = await serve(200, '');
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    expect(await reports.read('127.0.0.1', new AbortController().signal)).toEqual({
      kind: 'Unavailable',
      what: 'ECONNREFUSED',
    });
    await reports.close();
  });
});
