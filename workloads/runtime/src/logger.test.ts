import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger('collector', 'info', { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line is one object with process, level word and ISO time', () => {
  const [line] = logged((log) => log.info({ symbol: 'BTCUSDT' }, 'Subscribed'));
  expect(line).toMatchObject({
    process: 'collector',
    level: 'info',
    message: 'Subscribed',
    symbol: 'BTCUSDT',
  });
  expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('an error keeps its code and its cause', () => {
  const error = Object.assign(new Error('outer', { cause: new Error('inner') }), {
    code: 'BROKER_UNREACHABLE',
  });
  const [line] = logged((log) => log.error({ error }, 'Failed'));
  expect(line?.error).toMatchObject({ code: 'BROKER_UNREACHABLE' });
  expect(JSON.stringify(line?.error)).toContain('inner');
});

test('secrets are not shown down to the third level', () => {
  const secrets = {
    password: 'hunter2',
    kafka: { sasl: { username: 'u', password: 'hunter2' } },
    a: { b: { token: 'hunter2' } },
  };
  const lines = logged((log) => log.info(secrets, 'Configured'));
  expect(JSON.stringify(lines)).not.toContain('hunter2');
});
