import { expect, test } from 'vitest';
import { runningTasks } from './tasks.ts';

test('only tasks that run are ended', () => {
  const listing = `TASK       PID      STATUS
4f0b9a     31205    RUNNING
77aa01     31260    STOPPED
9c3d00     31300    RUNNING
`;
  expect(runningTasks(listing)).toEqual(['4f0b9a', '9c3d00']);
  expect(runningTasks('TASK    PID    STATUS    \n')).toEqual([]);
});
