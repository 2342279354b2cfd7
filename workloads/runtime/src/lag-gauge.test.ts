import { expect, test } from 'vitest';
import { registerLag } from './lag-gauge.ts';
import { createMetrics } from './metrics.ts';

test('a lag that is not known any more has no series', async () => {
  const registry = createMetrics();
  let lag: number | undefined = 1.5;
  registerLag(registry, { name: 'lag_seconds', help: 'Lag.', stage: 'reader' }, () => lag);
  expect(await registry.metrics()).toContain('lag_seconds{stage="reader"} 1.5');
  lag = undefined;
  expect(await registry.metrics()).not.toContain('lag_seconds{');
});
