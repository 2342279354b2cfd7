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
