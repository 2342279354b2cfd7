import type { Forecast } from '../forecast.ts';
import { forecastSeries } from '../forecast-series.ts';
import { errorAnswer, parseLine, readRequest } from './request-line.ts';

/** One answer of `forecast`: a forecast, or the error that the line deserves. */
export type LineAnswer = { readonly id: unknown } & (
  | Forecast
  | { readonly error: { readonly code: string; readonly message: string } }
);

/** Answers one line from that line alone; whatever is wrong with it becomes an error that carries its id. */
export function answerLine(line: string): LineAnswer {
  let id: unknown;
  try {
    const found = parseLine(line);
    id = found.id;
    const { series, request } = readRequest(found);
    return { id, ...forecastSeries(series, request) };
  } catch (error) {
    return { id, error: errorAnswer(error) };
  }
}
