import { createInterface } from 'node:readline';
import { ForecastError } from '../forecast-error.ts';
import { LiveForecaster } from '../live/live-forecaster.ts';
import type { RegressorSamples } from '../live/regressor-log.ts';
import { epochSeconds, errorAnswer, parseLine, readQuestion, readRegressors } from './request-line.ts';

/** `npm run -s forecast:stream`: the first line configures, each further line is a sample and gets a forecast. */
let live: LiveForecaster | undefined;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue;
  const reply = answer(line);
  if (reply !== undefined) process.stdout.write(`${JSON.stringify(reply)}\n`);
}

function answer(line: string): object | undefined {
  const started = performance.now();
  try {
    const found = parseLine(line);
    if (live === undefined) {
      live = open(found);
      return undefined;
    }
    live.add(sampleOf(found), regressorsOf(found));
    const forecast = live.forecast();
    return { ...forecast, milliseconds: Math.round((performance.now() - started) * 1000) / 1000 };
  } catch (error) {
    return { error: errorAnswer(error) };
  }
}

function open(found: Record<string, unknown>): LiveForecaster {
  const startSeconds = epochSeconds(found.startsAt);
  const history = found.history ?? [];
  if (!Array.isArray(history))
    throw new ForecastError('LINE_INVALID', 'history must be an array of numbers and nulls');
  return LiveForecaster.open(
    {
      ...readQuestion(found),
      stepSeconds: Number(found.stepSeconds),
      ...(startSeconds === undefined ? {} : { startSeconds }),
    },
    history,
    readRegressors(found).regressors,
  );
}

function sampleOf({ value }: Record<string, unknown>): number | null {
  if (value === undefined) throw new ForecastError('LINE_INVALID', 'a sample is {"value": number or null}');
  return value as number | null;
}

function regressorsOf({ regressors = {} }: Record<string, unknown>): RegressorSamples {
  if (typeof regressors !== 'object' || regressors === null || Array.isArray(regressors))
    throw new ForecastError('LINE_INVALID', 'regressors of a sample are {"name": number or null}');
  return regressors as RegressorSamples;
}
