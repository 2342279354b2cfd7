import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readSettings, setting, shellSettings } from './settings.ts';

const schema = z.object({
  ...shellSettings,
  EXCHANGE_URL: setting.url('ws', 'wss'),
  SYMBOLS: setting.list(/^[A-Z0-9]+$/, 'symbols in upper case'),
  TLS_ENABLED: setting.flag().default(false),
  ADMIN_PASSWORD: z.string().min(8, 'must have 8 characters').optional(),
});

const valid = { EXCHANGE_URL: 'wss://stream.example.com:9443/', SYMBOLS: 'BTCUSDT, ETHUSDT,BTCUSDT' };

test('settings are read with their defaults', () => {
  expect(readSettings(schema, valid)).toEqual({
    OPS_HOST: '0.0.0.0',
    OPS_PORT: 9090,
    LOG_LEVEL: 'info',
    SHUTDOWN_SECONDS: 25,
    EXCHANGE_URL: 'wss://stream.example.com:9443',
    SYMBOLS: ['BTCUSDT', 'ETHUSDT'],
    TLS_ENABLED: false,
  });
});

describe('a refusal names variable, rule and value', () => {
  test.each([
    ['a port that is a word', { OPS_PORT: 'abc' }, 'OPS_PORT must be a port from 0 to 65535, but is "abc"'],
    ['a port out of range', { OPS_PORT: '65536' }, 'OPS_PORT must be a port from 0 to 65535, but is "65536"'],
    ['a port with a sign', { OPS_PORT: '+1' }, 'OPS_PORT must be a port from 0 to 65535, but is "+1"'],
    [
      'a URL of another protocol',
      { EXCHANGE_URL: 'http://example.com' },
      'EXCHANGE_URL must be a URL of ws:// or wss://, but is "http://example.com"',
    ],
    [
      'an empty entry',
      { SYMBOLS: 'BTC,,ETH' },
      'SYMBOLS must be a list of symbols in upper case, separated by commas, but is "BTC,,ETH"',
    ],
    ['a flag of another word', { TLS_ENABLED: 'yes' }, 'TLS_ENABLED must be true or false, but is "yes"'],
    [
      'a missing variable',
      { SYMBOLS: undefined },
      'SYMBOLS is not set: it must be a list of symbols in upper case, separated by commas',
    ],
    [
      'an empty variable',
      { SYMBOLS: '' },
      'SYMBOLS is not set: it must be a list of symbols in upper case, separated by commas',
    ],
  ])('%s', (_name, change, sentence) => {
    expect(() => readSettings(schema, { ...valid, ...change })).toThrow(
      expect.objectContaining({ code: 'SETTINGS_INVALID', message: sentence }),
    );
  });

  test('all faults at once', () => {
    const faulty = { ...valid, OPS_PORT: 'x', SYMBOLS: 'btc' };
    expect(() => readSettings(schema, faulty)).toThrow(/OPS_PORT .*; SYMBOLS /);
  });
});

test('a refusal shows no secret', () => {
  const secret = { ...valid, ADMIN_PASSWORD: 'hunter2' };
  expect(() => readSettings(schema, secret)).toThrow(
    /ADMIN_PASSWORD must have 8 characters, but is a value that is not shown/,
  );
  const url = { ...valid, EXCHANGE_URL: 'ftp://user:hunter2@example.com' };
  expect(() => readSettings(schema, url)).toThrow(/^(?!.*hunter2).*ftp:\/\/\*\*\*@example\.com/);
});
