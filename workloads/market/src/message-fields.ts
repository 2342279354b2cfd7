import { z } from 'zod';
import { isDecimal } from './decimal.ts';

/** Fields that message schemas share. */

export const symbol = () =>
  z.string().regex(/^[A-Z0-9]{1,30}$/, 'must be a symbol in upper case such as BTCUSDT');

/** A whole number from 0: an id, a count, or milliseconds since 1970-01-01T00:00:00Z. */
export const count = () => z.int().min(0);

/** An exact decimal number as text. */
export const decimal = () => z.string().refine(isDecimal, 'must be a decimal number in plain notation');

/** An estimate or a statistic: floating point, finite. */
export const number = () => z.number();

/** A statistic that may not be known yet: null, never 0, while it is not. */
export const known = () => number().nullable();
