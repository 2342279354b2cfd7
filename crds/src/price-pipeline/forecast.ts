import { z } from 'zod';
import { int, setOf } from '../schema/fields.ts';

/** What is forecast about the market. */
export const forecastSchema = z.object({
  targets: setOf(z.enum(['Price', 'Volatility', 'Volume']), 3)
    .min(1)
    .default(['Price', 'Volatility', 'Volume'])
    .describe('What is forecast for each symbol.'),
  horizonSeconds: int(60, 86_400).default(300).describe('How far ahead the forecast looks, in seconds.'),
  levelsPercent: setOf(int(1, 99), 4)
    .min(1)
    .default([80, 95])
    .describe('Levels of the prediction intervals in percent.'),
});

/** What is forecast about the market, with defaults filled in. */
export type MarketForecast = z.infer<typeof forecastSchema>;
