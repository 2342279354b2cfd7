import { z } from 'zod';
import { int, objectName, storageQuantity } from '../schema/fields.ts';

/** Where the history is kept as Parquet files. */
export const lakeSchema = z.object({
  size: storageQuantity().default('20Gi').describe('Size of the volume that holds the Parquet files.'),
  storageClassName: objectName()
    .optional()
    .describe('Storage class of the volume. Left out, the default class of the cluster.'),
  retentionDays: int(1, 3_650).default(30).describe('Days for which files are kept.'),
  rollSeconds: int(10, 86_400)
    .default(300)
    .describe('Seconds after which a file is closed and a new one begun.'),
});

/** Where the history is kept as Parquet files, with defaults filled in. */
export type Lake = z.infer<typeof lakeSchema>;
