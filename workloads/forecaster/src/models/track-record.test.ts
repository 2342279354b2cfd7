import { describe, expect, test } from 'vitest';
import { chance } from '../testing/bars.ts';
import { IntervalRecord, pinballLoss } from './interval-record.ts';
import { TrackRecord } from './track-record.ts';

describe('a track record', () => {
  const random = chance(5);
  const after = (errors: () => readonly [number, number], count = 600) => {
    const record = new TrackRecord({ horizonMinutes: 5, blocks: 60 });
    for (let at = 0; at < count; at += 1) record.add(...errors());
    return record;
  };

  test.each<[string, () => readonly [number, number], string]>([
    ['errors are smaller', () => [random(), 0.3 + random()], 'Skilled'],
    ['errors are of the same size', () => [random(), random()], 'NoSkillOverLastValue'],
    ['errors are larger', () => [0.3 + random(), random()], 'NoSkillOverLastValue'],
  ])('when %s', (_name, errors, label) => {
    expect(after(errors).label).toBe(label);
  });

  test('says nothing of a few hours', () => {
    expect(after(() => [0, 1], 119).label).toBe('NotJudgedYet');
  });

  test('forgets blocks that are older than its memory', () => {
    const record = after(() => [0, 1]);
    for (let at = 0; at < 300; at += 1) record.add(1, 0.5);
    expect(record.label).toBe('NoSkillOverLastValue');
    expect(record.errorRatio).toBeCloseTo(2, 9);
  });
});

describe('an interval record', () => {
  test('counts what lay inside, and the loss of both ends', () => {
    const record = new IntervalRecord();
    for (const outcome of [0, 1, 2, 11]) record.add(0.8, [0, 10], outcome);
    const losses = [0, 1, 2, 11].map((y) => (pinballLoss(0, y, 0.1) + pinballLoss(10, y, 0.9)) / 2);
    expect(record.scores.get(0.8)?.coverage).toBeCloseTo(0.75, 12);
    expect(record.scores.get(0.8)?.pinball).toBeCloseTo(losses.reduce((sum, loss) => sum + loss) / 4, 12);
  });

  test('punishes a quantile that was missed by the weight of the side', () => {
    expect(pinballLoss(10, 12, 0.9)).toBeCloseTo(1.8, 12);
    expect(pinballLoss(10, 8, 0.9)).toBeCloseTo(0.2, 12);
  });
});
