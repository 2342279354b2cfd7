import { expect, test } from 'vitest';
import {
  type CapacityMemory,
  type CapacityObservation,
  capacityOf,
  learnCapacity,
  noCapacity,
  noteTemplate,
} from './capacity.ts';

const day = 86_400_000;

const interval = (changes: Partial<CapacityObservation> = {}): CapacityObservation => ({
  at: 0,
  template: 'a',
  served: 500,
  ready: 10,
  backlog: false,
  ...changes,
});

const learned = (seen: readonly CapacityObservation[], from: CapacityMemory = noCapacity) =>
  seen.reduce(learnCapacity, from);
const times = (count: number, one: CapacityObservation) => new Array<CapacityObservation>(count).fill(one);
const saturated = times(5, interval({ served: 1_000, backlog: true }));

test.each([
  ['nothing seen is unknown', [], { type: 'Unknown' }],
  [
    'load without backlog or utilisation says that it is no less, and how many have served it',
    [...times(100, interval({ served: 400 })), interval({ served: 300, ready: 4 })],
    { type: 'AtLeast', loadPerReplica: 75, replicas: 10 },
  ],
  [
    'one interval under backlog is provisional',
    saturated.slice(0, 1),
    { type: 'Provisional', loadPerReplica: 100 },
  ],
  ['several intervals under backlog are knowledge', saturated, { type: 'Known', loadPerReplica: 100 }],
  [
    'what was served without backlog is proven, whatever the backlog says',
    [...saturated, interval({ served: 1_200 })],
    { type: 'Known', loadPerReplica: 120 },
  ],
  [
    'utilisation stands in for a backlog',
    times(30, interval({ served: 500, utilization: 0.5 })),
    { type: 'Known', loadPerReplica: 100 },
  ],
  [
    'after a new template the former capacity is provisional',
    [...saturated, interval({ template: 'b', served: 10 })],
    { type: 'Provisional', loadPerReplica: 100 },
  ],
  [
    'until the new one has served about as much without a backlog',
    [...saturated, interval({ template: 'b', served: 890 }), interval({ template: 'b', served: 900 })],
    { type: 'Known', loadPerReplica: 100 },
  ],
  [
    'a way back to the former template finds what was known of it',
    [...saturated, interval({ template: 'b', served: 10 }), interval({ template: 'a', served: 10 })],
    { type: 'Known', loadPerReplica: 100 },
  ],
  [
    'it is learned anew',
    [...saturated, ...times(5, interval({ template: 'b', served: 700, backlog: true }))],
    { type: 'Known', loadPerReplica: 70 },
  ],
  [
    'intervals without ready replicas teach nothing',
    times(9, interval({ ready: 0, backlog: true })),
    { type: 'Unknown' },
  ],
])('%s', (_name, seen, capacity) => {
  expect(capacityOf(learned(seen), 0)).toEqual(capacity);
});

test.each([
  ['from the beginning of its rollout on, a template that has not served yet is on trial', 0, 'Provisional'],
  ['and is until it has carried a day', day - 1, 'Provisional'],
  ['after which nothing has spoken against it', day, 'Known'],
])('%s', (_name, later, type) => {
  const begun = noteTemplate(learned(saturated), 'b', 5_000);
  expect(capacityOf(begun, 5_000 + later)).toEqual({ type, loadPerReplica: 100 });
});

test('a template that is still the same changes nothing', () => {
  const memory = learned(saturated);
  expect(noteTemplate(memory, 'a', day)).toBe(memory);
});
