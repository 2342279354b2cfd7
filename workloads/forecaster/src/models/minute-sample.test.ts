import type { Bar } from '@pricecast/market';
import { describe, expect, test } from 'vitest';
import { bars } from '../testing/bars.ts';
import { type GridMinute, MinuteGrid } from './minute-sample.ts';

const [first, second, third, fourth] = bars(4) as [Bar, Bar, Bar, Bar];
const shape = (minute: GridMinute) =>
  minute === 'Missing' ? 'missing' : minute.volume === 0 ? 'quiet' : 'traded';

describe('a bar on the grid', () => {
  const follows = (bar: Bar, before: Bar): Bar => ({ ...bar, firstId: before.lastId + 1 });
  test.each<[string, readonly Bar[], readonly string[]]>([
    ['behind the minute before it is a minute', [first, second], ['missing', 'traded']],
    [
      'behind quiet minutes brings them along',
      [first, follows(fourth, first)],
      ['missing', 'quiet', 'quiet', 'traded'],
    ],
    ['behind missing trades is missing with them', [first, third], ['missing', 'missing', 'missing']],
    ['that came before is none', [first, second, second, first], ['missing', 'traded']],
    [
      'of the next week begins anew',
      [first, { ...second, start: first.start + 7 * 86_400_000 }],
      ['missing', 'missing'],
    ],
  ])('%s', (_name, arriving, expected) => {
    const grid = new MinuteGrid();
    expect(arriving.flatMap((bar) => grid.add(bar)).map(shape)).toEqual(expected);
  });

  test('has the return from the close before, also across quiet minutes', () => {
    const grid = new MinuteGrid();
    grid.add(first);
    const minute = grid.add(follows(fourth, first)).at(-1);
    expect(minute).toMatchObject({ logReturn: Math.log(Number(fourth.close) / Number(first.close)) });
  });
});
