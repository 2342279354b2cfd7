import { describe, expect, test } from 'vitest';
import { stageReportSchema, withJudgement } from './report.ts';

const noon = new Date('2026-01-01T12:00:00Z');
const later = new Date('2026-01-01T12:05:00Z');
const connected = {
  type: 'BrokerConnected',
  status: 'True',
  reason: 'Connected',
  message: 'Writes are acknowledged',
} as const;
const unreachable = {
  ...connected,
  status: 'False',
  reason: 'BrokerUnreachable',
  message: 'Nobody listens',
} as const;

describe('since', () => {
  test('starts with the first judgement', () => {
    expect(withJudgement([], connected, noon)).toEqual([{ ...connected, since: noon.toISOString() }]);
  });

  test('moves when the status changes', () => {
    const [condition] = withJudgement(withJudgement([], connected, noon), unreachable, later);
    expect(condition).toEqual({ ...unreachable, since: later.toISOString() });
  });

  test('stays when reason and message alone change', () => {
    const refused = { ...unreachable, reason: 'AuthenticationFailed', message: 'Wrong password' };
    const [condition] = withJudgement(withJudgement([], unreachable, noon), refused, later);
    expect(condition).toEqual({ ...refused, since: noon.toISOString() });
  });
});

test('a judgement leaves conditions of other types alone', () => {
  const other = { ...connected, type: 'ExchangeConnected' };
  const conditions = withJudgement(withJudgement([], other, noon), connected, noon);
  expect(withJudgement(conditions, unreachable, later)).toEqual([
    { ...other, since: noon.toISOString() },
    { ...unreachable, since: later.toISOString() },
  ]);
});

test.each([
  ['a status of another word', { status: 'Maybe' }],
  ['a reason that is a sentence', { reason: 'it is broken' }],
  ['a time that is none', { since: 'yesterday' }],
])('a report with %s is refused', (_name, change) => {
  const condition = { ...connected, since: noon.toISOString(), ...change };
  const report = { stage: 'collector', conditions: [condition], gauges: {} };
  expect(stageReportSchema.safeParse(report).success).toBe(false);
});

test('a report without a figure is a report', () => {
  const report = { stage: 'collector', conditions: [], gauges: {} };
  expect(stageReportSchema.parse(report)).toEqual(report);
});
