import { expect, it } from 'vitest';
import { microTime, secondTime } from './micro-time.ts';

const at = new Date('2026-03-04T05:06:07.089Z');

it('writes a MicroTime with exactly six fraction digits', () => {
  expect(microTime(at)).toBe('2026-03-04T05:06:07.089000Z');
});

it('writes a Time in whole seconds', () => {
  expect(secondTime(at)).toBe('2026-03-04T05:06:07Z');
});
