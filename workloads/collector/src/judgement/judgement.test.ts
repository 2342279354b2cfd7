import { isReason } from '@pricecast/crds';
import { judgeBroker, StreamError, type StreamErrorCode } from '@pricecast/stream';
import { describe, expect, test } from 'vitest';
import { ExchangeError } from '../exchange/exchange-error.ts';
import { judgeBacklog, type LateSymbol } from './backlog-judgement.ts';
import { type ExchangeView, judgeExchange } from './exchange-judgement.ts';

const noon = Date.UTC(2026, 0, 1, 12);

const connected: ExchangeView = {
  stream: { kind: 'Open', since: noon },
  address: 'wss://stream.example.com',
  symbols: 2,
  unknownSymbols: [],
  trouble: undefined,
  stalled: false,
  anchored: true,
};
const waiting = {
  kind: 'Waiting',
  since: noon,
  attempts: 7,
  why: 'connect ECONNREFUSED 10.0.0.1:443',
} as const;

describe('ExchangeConnected', () => {
  test.each<[string, Partial<ExchangeView>, string, string, RegExp]>([
    ['the stream is open', {}, 'True', 'Connected', /Subscribed to 2 symbols at wss:\/\/stream.example.com/],
    [
      'nothing is known yet',
      { stream: { kind: 'Idle' }, anchored: false },
      'Unknown',
      'Pending',
      /Looking up/,
    ],
    [
      'a connection is on its way',
      { stream: { kind: 'Connecting', since: noon } },
      'Unknown',
      'Pending',
      /Connecting to/,
    ],
    ['nobody answers', { stream: waiting }, 'False', 'ExchangeUnreachable', /ECONNREFUSED.*tried 7 times/],
    [
      'it is open and dumb',
      { stalled: true },
      'False',
      'ExchangeUnreachable',
      /silent while REST has new trades/,
    ],
    [
      'a symbol is unknown',
      { unknownSymbols: ['BTCUSD'] },
      'False',
      'ExchangeRefused',
      /does not know BTCUSD: correct the symbols/,
    ],
    [
      'REST asks for patience',
      { trouble: new ExchangeError('RATE_LIMITED', 'no further requests before noon') },
      'False',
      'RateLimited',
      /before noon/,
    ],
    [
      'the region is blocked',
      { trouble: new ExchangeError('EXCHANGE_REFUSED', 'refused with 451') },
      'False',
      'ExchangeRefused',
      /451/,
    ],
    [
      'REST sends half answers',
      { trouble: new ExchangeError('EXCHANGE_FAULTY', 'sent no JSON') },
      'False',
      'ExchangeUnreachable',
      /no JSON/,
    ],
  ])('when %s', (_name, change, status, reason, message) => {
    const judgement = judgeExchange({ ...connected, ...change });
    expect(judgement).toMatchObject({ type: 'ExchangeConnected', status, reason });
    expect(judgement.message).toMatch(message);
  });
});

describe('BrokerConnected', () => {
  test.each<[StreamErrorCode, string]>([
    ['BROKER_UNREACHABLE', 'BrokerUnreachable'],
    ['AUTHENTICATION_FAILED', 'KafkaAuthenticationFailed'],
    ['AUTHORIZATION_FAILED', 'KafkaAuthorizationFailed'],
    ['TLS_UNTRUSTED', 'KafkaTlsFailed'],
    ['TLS_FAILED', 'KafkaTlsFailed'],
    ['TOPIC_UNKNOWN', 'TopicsPending'],
    ['MESSAGE_REFUSED', 'TopicSettingsDiffer'],
    ['SETTINGS_UNREADABLE', 'SecretNotFound'],
    ['KAFKA_FAILED', 'BrokerUnreachable'],
  ])('%s is told as %s', (code, reason) => {
    const failure = { error: new StreamError(code, 'a sentence'), since: noon };
    const judgement = judgeBroker({ failure, answered: true });
    expect(judgement).toMatchObject({ status: 'False', reason });
    expect(judgement.message).toBe('a sentence; since 2026-01-01T12:00:00.000Z, goes on trying');
    expect(isReason(judgement.reason)).toBe(true);
  });

  test('is not known before the first answer, and true after it', () => {
    expect(judgeBroker({ failure: undefined, answered: false }).status).toBe('Unknown');
    expect(judgeBroker({ failure: undefined, answered: true }).status).toBe('True');
  });
});

describe('CaughtUp', () => {
  const late = (symbol: string, seconds: number, tradeTime: number): LateSymbol => ({
    symbol,
    behindSince: noon - seconds * 1_000,
    tradeTime,
  });

  test.each<[string, LateSymbol[], string]>([
    ['nothing is missing', [], 'True'],
    ['a gap is being filled since a moment', [late('BTCUSDT', 4, noon)], 'True'],
    ['a gap lasts', [late('BTCUSDT', 5, noon)], 'False'],
  ])('when %s', (_name, symbols, status) => {
    expect(judgeBacklog(symbols, noon).status).toBe(status);
  });

  test('names the symbol that is furthest behind', () => {
    const symbols = [late('BTCUSDT', 9, noon - 1_000), late('ETHUSDT', 8, noon - 60_000)];
    expect(judgeBacklog(symbols, noon)).toMatchObject({
      reason: 'Backfilling',
      message: '2 symbols wait for older trades; ETHUSDT stands at 2026-01-01T11:59:00.000Z',
    });
  });
});
