import type { Alert, AlertKind } from '../alert.ts';

/** An alert that is open, as plain JSON. */
export interface AlertEpisode {
  /** The step that was published last. */
  readonly alert: Alert;
  /** Minutes in a row that were calm. */
  readonly calmMinutes: number;
}

/** What a trade shows that lies beyond the bounds. */
export interface Sighting {
  readonly symbol: string;
  readonly time: number;
  readonly probability: number;
  readonly kind: AlertKind;
  readonly price: string;
  readonly logReturn: number;
  readonly returnSigmas: number;
  readonly volume: number;
  readonly volumeChange: number | null;
}

/**
 * An alert is resolved after so many calm minutes; until then what is odd belongs to it. Odd minutes come in flocks:
 * with fewer a lively morning would spend the budget of its day on one and the same event.
 */
const calmMinutesToResolve = 30;
/** Within its minute an alert is told of again when its probability has become less by this factor. */
export const updateFactor = 1 / 3;

/** The first step of an alert. */
export function openAlert(sighting: Sighting): AlertEpisode {
  const { symbol, time } = sighting;
  const alert: Alert = {
    id: `${symbol}-${time}`,
    symbol,
    state: 'Opened',
    ...describe(sighting),
    time,
    openedAt: time,
    resolvedAt: null,
    ...figures(sighting),
    message: sentence(sighting),
  };
  return { alert, calmMinutes: 0 };
}

/** A further step: it is worse than before, or odd again in a later minute. Its figures stay those of the worst. */
export function updateAlert({ alert }: AlertEpisode, sighting: Sighting): AlertEpisode {
  const kind = alert.kind === sighting.kind ? alert.kind : 'PriceAndVolume';
  const worse = sighting.probability < alert.tailProbability;
  const worst = worse ? { ...describe(sighting), ...figures(sighting) } : {};
  const step = {
    state: 'Updated' as const,
    time: sighting.time,
    kind,
    message: sentence({ ...sighting, kind }),
  };
  return { alert: { ...alert, ...worst, ...step }, calmMinutes: 0 };
}

/** The episode after a complete minute; `resolved` is its last step, when it is over. `time` is the end of the minute. */
export function afterMinute(
  { alert, calmMinutes }: AlertEpisode,
  calm: boolean,
  time: number,
): { readonly episode: AlertEpisode | null; readonly resolved: Alert | undefined } {
  const inARow = calm ? calmMinutes + 1 : 0;
  if (inARow < calmMinutesToResolve) return { episode: { alert, calmMinutes: inARow }, resolved: undefined };
  return { episode: null, resolved: { ...alert, state: 'Resolved', time, resolvedAt: time } };
}

function describe({ kind, probability }: Sighting) {
  return {
    kind,
    rule: 'tail-probability' as const,
    score: Number(-Math.log10(probability).toFixed(2)),
    tailProbability: Number(probability.toPrecision(3)),
  };
}

function figures({ price, logReturn, returnSigmas, volume, volumeChange }: Sighting) {
  return { price, logReturn, returnSigmas, volume, volumeChange };
}

function sentence({ symbol, kind, price, logReturn, volumeChange }: Sighting): string {
  const percent = 100 * Math.expm1(logReturn);
  const move = `moved by ${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(2)} % to ${price} within a minute`;
  const times = volumeChange === null ? 'more than' : `${(volumeChange + 1).toFixed(1)} times`;
  if (kind === 'PriceJump') return `${symbol} ${move}`;
  if (kind === 'VolumeSpike') return `${symbol} is traded at ${times} the usual volume, at ${price}`;
  return `${symbol} ${move}, with ${times} the usual volume`;
}
