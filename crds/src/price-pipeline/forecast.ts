import { z } from 'zod';
import { int, setOf } from '../schema/fields.ts';

/** What is forecast about the market. */
export const forecastSchema = z.object({
  targets: setOf(z.enum(['Price', 'Volatility', 'Volume']), 3)
    .min(1)
    .default(['Price', 'Volatility', 'Volume'])
    .describe('What is forecast for each symbol.'),
  horizonsSeconds: setOf(int(60, 86_400), 8)
    .min(1)
    .default([60, 300, 900, 3_600])
    .describe('How far ahead the forecasts look, in seconds.'),
  levelsPercent: setOf(int(1, 99), 4)
    .min(1)
    .default([80, 95])
    .describe('Levels of the prediction intervals in percent.'),
});

/** What is forecast about the market, with defaults filled in. */
export type MarketForecast = z.infer<typeof forecastSchema>;
