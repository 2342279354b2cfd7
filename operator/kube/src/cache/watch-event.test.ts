import { describe, expect, it } from 'vitest';
import { jsonLines } from './json-lines.ts';
import { parseWatchEvent } from './watch-event.ts';

describe('parseWatchEvent', () => {
  it('reads an event as it was sent', () => {
    const line = '{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"5"}}}';
    expect(parseWatchEvent('watch pods', line)).toEqual(JSON.parse(line));
  });

  it('throws the words of an ERROR event', () => {
    const line =
      '{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}';
    expect(() => parseWatchEvent('watch pods', line)).toThrow(
      expect.objectContaining({
        code: 'KUBE_WATCH_ERROR',
        status: 410,
        message: expect.stringContaining('too old'),
      }),
    );
  });

  for (const line of [
    '{"type":"ADDED"',
    '42',
    '{"type":"ADDED","object":{}}',
    '{"type":"GREETING","object":{"metadata":{"resourceVersion":"1"}}}',
  ]) {
    it(`refuses ${line}`, () => {
      expect(() => parseWatchEvent('watch pods', line)).toThrow(
        expect.objectContaining({ code: 'KUBE_MALFORMED_RESPONSE', retryable: true }),
      );
    });
  }
});

describe('jsonLines', () => {
  async function linesOf(chunks: readonly Uint8Array[]): Promise<string[]> {
    const lines: string[] = [];
    const stream = (async function* () {
      yield* chunks;
    })();
    for await (const batch of jsonLines(stream)) lines.push(...batch);
    return lines;
  }

  it('puts lines together whatever the chunks, also inside of a character', async () => {
    const text = 'first\nzweite Zeile: ü€😀\n\nlast\n';
    const bytes = new TextEncoder().encode(text);
    for (let size = 1; size <= bytes.length; size++) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(await linesOf(chunks)).toEqual(['first', 'zweite Zeile: ü€😀', 'last']);
    }
  });

  it('drops half a line at the end', async () => {
    expect(await linesOf([new TextEncoder().encode('whole\nhal')])).toEqual(['whole']);
  });
});
