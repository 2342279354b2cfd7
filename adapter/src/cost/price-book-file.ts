import { readFile } from 'node:fs/promises';
import type { PriceBook } from '@pricecast/decision';
import { z } from 'zod';

const amount = z.number().nonnegative().finite();

const schema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  cpuCoreHour: amount,
  memoryGigabyteHour: amount,
  tiers: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        cpuCores: amount,
        memoryMegabytes: amount,
        costFactor: amount,
      }),
    )
    .min(1),
  spot: z.strictObject({ priceShare: amount, interruptedShare: z.number().min(0).max(0.99) }),
});

/** Reads a price book as the chart's ConfigMap holds it; rejects with a sentence that names what is wrong. */
export async function readPriceBook(file: string): Promise<PriceBook> {
  const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'book'}: ${message}`);
  throw new Error(`PRICE_BOOK_INVALID: ${file}: ${faults.join('; ')}`);
}
