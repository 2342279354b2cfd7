import { describe, expect, test } from 'vitest';
import { assertStructural, structuralFaults } from './structural.ts';

const text = { type: 'string', maxLength: 5, description: 'A text.' };

describe('structuralFaults', () => {
  const rows: [string, object, string[]][] = [
    ['a described and bounded object is fine', { type: 'object', properties: { a: text } }, []],
    ['a node without a type', {}, ['schema: has no type']],
    ['an int-or-string needs no type', { 'x-kubernetes-int-or-string': true }, []],
    ['a union', { type: 'object', anyOf: [] }, ['schema: anyOf is not structural']],
    ['a reference', { $ref: '#/a' }, ['schema: $ref is not structural', 'schema: has no type']],
    ['a text without an end', { type: 'string' }, ['schema: has no maxLength']],
    ['a text of a closed list needs no length', { type: 'string', enum: ['A'] }, []],
    ['a number without bounds', { type: 'integer', minimum: 0 }, ['schema: is not bounded']],
    ['a floating point number', { type: 'number' }, ['schema: is a floating point number']],
    [
      'a list without anything',
      { type: 'array' },
      ['schema: has no items', 'schema: has no maxItems', 'schema: has no list type'],
    ],
    [
      'a field without a description',
      { type: 'object', properties: { a: { type: 'boolean' } } },
      ['schema.a: has no description'],
    ],
    [
      'a fault deep below, named by its path',
      {
        type: 'object',
        properties: {
          list: {
            type: 'array',
            description: 'A list.',
            maxItems: 1,
            'x-kubernetes-list-type': 'atomic',
            items: { type: 'object', additionalProperties: { type: 'string', description: 'A text.' } },
          },
        },
      },
      ['schema.list[]{}: has no maxLength'],
    ],
  ];

  test.each(rows)('%s', (_, schema, faults) => {
    expect(structuralFaults({ ...schema })).toEqual(faults);
  });
});

test('assertStructural names every fault at once', () => {
  expect(() => assertStructural({ type: 'array', items: { type: 'number' } })).toThrow(
    'CRD_NOT_STRUCTURAL: schema: has no maxItems; schema: has no list type; schema[]: is a floating point number',
  );
});
