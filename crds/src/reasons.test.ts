import { describe, expect, test } from 'vitest';
import { pipelineConditions, scalerConditions } from './conditions.ts';
import { isReason, reasons } from './reasons.ts';

describe('reasons', () => {
  test.each(Object.entries(reasons))(
    '%s is one word, a meaning and what to do',
    (reason, { meaning, remedy }) => {
      expect(reason).toMatch(/^[A-Z][A-Za-z0-9]{2,63}$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    },
  );

  test('a word of a report is a reason only when the list has it', () => {
    expect(isReason('ExchangeUnreachable')).toBe(true);
    expect(isReason('SomethingElse')).toBe(false);
    expect(isReason('toString')).toBe(false);
  });
});

test('condition types are words that a status takes, each with a sentence', () => {
  for (const [type, meaning] of Object.entries({ ...pipelineConditions, ...scalerConditions })) {
    expect(type).toMatch(/^[A-Z][A-Za-z0-9]{1,63}$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  }
});
