import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { holds } from '../check.ts';
import { readSettings, setting, shellSettings } from '../settings.ts';
import { startProcess } from '../start-process.ts';

const schema = z.object({
  ...shellSettings,
  /** What goes wrong. */
  FAULT: z.enum(['none', 'start', 'rejection', 'stuck']).default('none'),
  START_MILLISECONDS: setting.wholeNumber(0, 60_000).default(0),
});

/** A process with nothing to do, for the tests of its shell. */
await startProcess({
  name: 'sample',
  readSettings: (environment) => readSettings(schema, environment),
  start: async ({ settings, log, onShutdown }) => {
    await wait(settings.START_MILLISECONDS);
    if (settings.FAULT === 'start') throw new Error('cannot start');
    if (settings.FAULT === 'rejection')
      setImmediate(() => void Promise.reject(new Error('nobody caught me')));
    onShutdown('work', () => (settings.FAULT === 'stuck' ? new Promise(() => {}) : Promise.resolve()));
    log.info('Working');
    return {
      readiness: [{ name: 'work', check: () => holds }],
      report: () => ({ stage: 'sample', conditions: [], gauges: {} }),
    };
  },
});
