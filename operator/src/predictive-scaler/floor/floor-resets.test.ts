import { beforeEach, expect, test } from 'vitest';
import { FloorResets } from './floor-resets.ts';

let seconds: number;
let resets: FloorResets;
beforeEach(() => {
  seconds = 1_000;
  resets = new FloorResets({ monotonicMs: () => seconds * 1_000 });
});

test('one reset is a person who changes a number', () => {
  resets.note('web');
  expect(resets.pauseSeconds('web')).toBe(0);
});

test('two within ten minutes are a fight: the HPA is left alone until the first is ten minutes old', () => {
  resets.note('web');
  seconds += 60;
  resets.note('web');
  expect(resets.pauseSeconds('web')).toBe(540);
  expect(resets.pauseSeconds('another')).toBe(0);
  seconds += 540;
  expect(resets.pauseSeconds('web')).toBe(0);
});

test('two that are further apart are none', () => {
  resets.note('web');
  seconds += 601;
  resets.note('web');
  expect(resets.pauseSeconds('web')).toBe(0);
});
