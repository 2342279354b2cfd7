import type { Forecast, ForecastRequest, ModelNote, QuantilesOf } from '../forecast.ts';
import { probabilitiesOf } from '../forecast-request.ts';
import type { Engine } from './engine.ts';

/** What is asked of an engine that is fitted; the horizon is the engine's. */
export type Question = Pick<ForecastRequest, 'levels' | 'windows' | 'probabilities'>;

/** Asks an engine for everything that an answer holds. */
export function forecastFrom(
  engine: Engine,
  { levels = [], windows = [], probabilities = [] }: Question,
): Forecast {
  const { view, calibration, coverage } = engine;
  const point = engine.point();
  const asked = probabilitiesOf({ probabilities });
  const wanted = [...new Set([...asked, ...levels.flatMap(edges)])];
  const found = calibration.bands.quantiles(
    view,
    view.length,
    point,
    wanted.map((probability) => coverage.corrected(probability)),
  );
  const at = (probability: number) => found[wanted.indexOf(probability)] as number[];
  const skill = calibration.skill;
  return {
    point: Array.from(point),
    intervals: Object.fromEntries(
      levels.map((level) => {
        const [lower, upper] = edges(level);
        return [String(level), { lower: at(lower), upper: at(upper) }];
      }),
    ),
    quantiles: Object.fromEntries(asked.map((probability) => [String(probability), at(probability)])),
    windowMax: Object.fromEntries(
      windows.map((window) => [String(window), peaks(engine, window, point, asked)]),
    ),
    model: note(engine),
    record: {
      origins: calibration.origins,
      ...(skill === undefined ? {} : { skill }),
      ...(coverage.share === undefined ? {} : { coverage: coverage.share }),
    },
    seasons: engine.seasons,
    notes: engine.notes,
  };
}

/** Probabilities at the two ends of a central interval. */
function edges(level: number): [number, number] {
  return [(1 - level) / 2, (1 + level) / 2];
}

function peaks(
  engine: Engine,
  window: number,
  point: Float64Array,
  probabilities: readonly number[],
): QuantilesOf<number> {
  const { view, calibration, coverage } = engine;
  const asked = probabilities.map((probability) => coverage.corrected(probability));
  const found = calibration.peak(window).quantiles(view, view.length, point, asked);
  return Object.fromEntries(
    probabilities.map((probability, at) => [String(probability), found[at] as number]),
  );
}

function note({ members, weights, view }: Engine): ModelNote {
  const shares = Object.fromEntries(members.map(({ name }, index) => [name, weights[index] ?? 0]));
  const leading = members.filter((_, index) => (weights[index] ?? 0) > 0);
  const name = leading.length > 1 ? 'ensemble' : (leading[0]?.name ?? 'last-value');
  if (members.some(({ learn }) => learn !== undefined)) return { name, weights: shares };
  const reason = `a history of ${view.length} steps is too short for a regression; simpler forecasts answer`;
  return { name, weights: shares, reason };
}
