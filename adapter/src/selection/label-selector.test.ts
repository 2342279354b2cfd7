import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLabelSelector, requirementsOf, selectorBody, selects } from './label-selector.ts';

const labels = { app: 'cart', 'example.com/tier': 'web', slots: '4' };
const fits = (text: string) => {
  const selector = parseLabelSelector(text);
  return selector === undefined ? 'unreadable' : selects(selector, labels);
};

describe('a label selector', () => {
  test.each([
    ['', true],
    ['app=cart', true],
    ['app==cart', true],
    ['app = cart', true],
    ['app=', false],
    ['app!=cart', false],
    ['zone!=a', true],
    ['app in (cart,shop)', true],
    ['app in (shop, cart), example.com/tier', true],
    ['app notin (cart)', false],
    ['zone notin (a)', true],
    ['app', true],
    ['!app', false],
    ['!zone,app=cart', true],
    ['slots>3', true],
    ['slots > 4', false],
    ['slots<5', true],
    ['app>1', false],
    ['zone<1', false],
    ['slots>x', 'unreadable'],
    ['app=cart,,x', 'unreadable'],
    ['app===cart', 'unreadable'],
    ['app in cart', 'unreadable'],
    ['(', 'unreadable'],
    ['app=a b', 'unreadable'],
    ['-app=a', 'unreadable'],
  ] as const)('"%s" fits or not: %s', (text, result) => {
    expect(fits(text)).toBe(result);
  });

  test('of any text is read or not, at once and without an error', () => {
    const pieces = fc.constantFrom(
      'a',
      '=',
      '!',
      ',',
      '(',
      ')',
      ' in ',
      ' notin ',
      '/',
      '-',
      '.',
      ' ',
      '%',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        const selector = parseLabelSelector(parts.join(''));
        if (selector !== undefined) selects(selector, labels);
      }),
    );
  });

  test.each([
    ['blanks between key and operator', `a${' '.repeat(8_000)}notin (b)`],
    ['a key that never ends', `${'a.'.repeat(4_000)}b`],
    ['a prefix that never ends', `${'a-'.repeat(4_000)}/b`],
    ['nothing but commas', ','.repeat(8_000)],
    ['nothing but parentheses', '('.repeat(8_000)],
    ['a list that never ends', `a in (${'b,'.repeat(3_900)}`],
    ['very many values', `a in (${'b,'.repeat(3_900)}c)`],
    ['very many requirements', 'a,'.repeat(4_000)],
    ['more than is read', 'a'.repeat(1_000_000)],
  ])('is read or not, and soon: %s', (_, text) => {
    selects(parseLabelSelector(text) ?? [], labels);
  });

  test('is echoed as pairs and expressions', () => {
    expect(selectorBody(parseLabelSelector('a=b,c in (d,e),!f') ?? [])).toEqual({
      matchLabels: { a: 'b' },
      matchExpressions: [
        { key: 'c', operator: 'In', values: ['d', 'e'] },
        { key: 'f', operator: 'DoesNotExist' },
      ],
    });
  });

  test('of a workload means the same', () => {
    const selector = requirementsOf({
      matchLabels: { app: 'cart' },
      matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }],
    });
    expect([selects(selector, labels), selects(selector, { app: 'cart', zone: 'a' })]).toEqual([true, false]);
  });
});
