import { z } from 'zod';
import { int } from '../schema/fields.ts';

/** How prices, features and forecasts are served to people and programs. */
export const gatewaySchema = z.object({
  dashboard: z
    .enum(['Enabled', 'Disabled'])
    .default('Enabled')
    .describe('Whether the dashboard is served too.'),
  maxStreams: int(1, 100_000)
    .default(1_000)
    .describe('Largest number of open event streams that one pod accepts.'),
});

/** How prices, features and forecasts are served, with defaults filled in. */
export type Gateway = z.infer<typeof gatewaySchema>;
