import { createInterface } from 'node:readline';
import { forecastSeries } from '../forecast-series.ts';
import { errorAnswer, parseLine, readRequest } from './request-line.ts';

/** `npm run -s forecast`: JSON lines in, one forecast or error per line out, in order, each from its line alone. */
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() !== '') process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}

function answer(line: string): object {
  const started = performance.now();
  let id: unknown;
  try {
    const found = parseLine(line);
    id = found.id;
    const { series, request } = readRequest(found);
    const forecast = forecastSeries(series, request);
    return { id, ...forecast, milliseconds: elapsed(started) };
  } catch (error) {
    return { id, error: errorAnswer(error), milliseconds: elapsed(started) };
  }
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 1000) / 1000;
}
