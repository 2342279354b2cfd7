import { expect, test } from 'vitest';
import { handleControl, type Subscriptions } from './control-message.ts';

const now: Subscriptions = { combined: false, streams: ['btcusdt@aggTrade'] };
const many = Array.from({ length: 1024 }, (_, at) => `s${at}@aggTrade`);

const replies: readonly (readonly [string, unknown, unknown])[] = [
  [
    'SUBSCRIBE is acknowledged under its id',
    { method: 'SUBSCRIBE', params: ['ethusdt@aggTrade'], id: 7 },
    { result: null, id: 7 },
  ],
  [
    'LIST_SUBSCRIPTIONS answers the streams',
    { method: 'LIST_SUBSCRIPTIONS', id: 'x' },
    { result: ['btcusdt@aggTrade'], id: 'x' },
  ],
  [
    'GET_PROPERTY answers whether data is wrapped',
    { method: 'GET_PROPERTY', params: ['combined'], id: 1 },
    { result: false, id: 1 },
  ],
  [
    'a message without id is answered with id null',
    { method: 'LIST_SUBSCRIPTIONS' },
    { result: ['btcusdt@aggTrade'], id: null },
  ],
  [
    'an unknown property is code 0',
    { method: 'GET_PROPERTY', params: ['colour'], id: 1 },
    { code: 0, msg: 'Unknown property', id: 1 },
  ],
  [
    'a property of the wrong type is code 1',
    { method: 'SET_PROPERTY', params: ['combined', 'yes'], id: 1 },
    { code: 1, msg: 'Invalid value type: expected Boolean', id: 1 },
  ],
  [
    'too many parameters are code 2',
    { method: 'SET_PROPERTY', params: ['combined', true, 1], id: 1 },
    { code: 2, msg: 'Invalid request: too many parameters', id: 1 },
  ],
  [
    'a subscription to nothing is code 2',
    { method: 'SUBSCRIBE', id: 1 },
    { code: 2, msg: 'Invalid request: missing field `params`', id: 1 },
  ],
  [
    'a subscription to a number is code 2',
    { method: 'SUBSCRIBE', params: [5], id: 1 },
    { code: 2, msg: 'Invalid request: params must be stream names', id: 1 },
  ],
  [
    'more than 1024 streams are code 2',
    { method: 'SUBSCRIBE', params: many, id: 1 },
    { code: 2, msg: 'Invalid request: too many streams, the most is 1024', id: 1 },
  ],
  [
    'a message without method is code 2',
    { id: 1 },
    { code: 2, msg: 'Invalid request: missing or malformed field `method`' },
  ],
  [
    'an id of 37 characters is code 2',
    { method: 'LIST_SUBSCRIPTIONS', id: 'x'.repeat(37) },
    { code: 2, msg: 'Invalid request: missing or malformed field `id`' },
  ],
];

test.each(replies)('%s', (_, message, reply) => {
  expect(JSON.parse(handleControl(JSON.stringify(message), now).reply)).toEqual(reply);
});

test('an unknown method is code 2 and names the known ones', () => {
  const { reply } = handleControl('{"method":"HELLO","id":1}', now);
  expect(JSON.parse(reply)).toMatchObject({ code: 2, msg: expect.stringContaining('`SUBSCRIBE`') });
});

test('what is no JSON is code 3', () => {
  expect(JSON.parse(handleControl('{"method', now).reply)).toMatchObject({ code: 3 });
});

const changes: readonly (readonly [string, unknown, Subscriptions])[] = [
  [
    'SUBSCRIBE adds a stream once',
    { method: 'SUBSCRIBE', params: ['ethusdt@aggTrade', 'btcusdt@aggTrade'] },
    { combined: false, streams: ['btcusdt@aggTrade', 'ethusdt@aggTrade'] },
  ],
  [
    'UNSUBSCRIBE removes a stream and ignores an unknown one',
    { method: 'UNSUBSCRIBE', params: ['btcusdt@aggTrade', 'x@trade'] },
    { combined: false, streams: [] },
  ],
  [
    'SET_PROPERTY combined wraps the data from then on',
    { method: 'SET_PROPERTY', params: ['combined', true] },
    { combined: true, streams: ['btcusdt@aggTrade'] },
  ],
  ['a refused message changes nothing', { method: 'SUBSCRIBE', params: many }, now],
];

test.each(changes)('%s', (_, message, subscriptions) => {
  expect(handleControl(JSON.stringify(message), now).subscriptions).toEqual(subscriptions);
});
