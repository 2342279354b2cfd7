import type { PipelinePulse } from './pipeline-pulse.ts';
import type { StageLook } from './stage-look.ts';

/** What a figure is measured against. */
export interface Target {
  readonly kind: 'AtLeast' | 'Below' | 'BuiltFor';
  readonly value: number;
}

/** One figure of the pipeline's health. */
export interface Figure {
  readonly name: string;
  readonly label: string;
  /** Null while it is not known: missing is never zero. */
  readonly value: number | null;
  readonly unit: string;
  readonly target: Target;
  /** Null while the value is not known, and where the target is what the pipeline is built for. */
  readonly holds: boolean | null;
}

/** Every figure, with the promise that it is measured against; in the order in which a person reads them. */
export function figures(pulse: PipelinePulse, stages: readonly StageLook[], now: number): Figure[] {
  return [
    figure(
      'collectionRate',
      'Collection rate',
      'Hz',
      { kind: 'AtLeast', value: 1 },
      pulse.collectionHertz(now),
    ),
    figure('tradeDelayP50', 'Trade delay, median', 's', below(1), pulse.tradeDelaySeconds(0.5, now)),
    figure('tradeDelayP99', 'Trade delay, 99 %', 's', below(1), pulse.tradeDelaySeconds(0.99, now)),
    figure('predictionLatency', 'Prediction latency', 's', below(1), pulse.predictionDelaySeconds(0.99, now)),
    figure('lag', 'Lag', 's', below(2), largestLag(stages)),
    figure('tradesPerSecond', 'Trades', '1/s', { kind: 'BuiltFor', value: 500 }, pulse.tradesPerSecond(now)),
    figure(
      'messagesPerSecond',
      'Messages',
      '1/s',
      { kind: 'BuiltFor', value: 1_000 },
      pulse.messagesPerSecond(now),
    ),
  ];
}

const below = (value: number): Target => ({ kind: 'Below', value });

function figure(
  name: string,
  label: string,
  unit: string,
  target: Target,
  value: number | undefined,
): Figure {
  return { name, label, value: value ?? null, unit, target, holds: holds(target, value) };
}

function holds({ kind, value: bound }: Target, value: number | undefined): boolean | null {
  if (value === undefined || kind === 'BuiltFor') return null;
  return kind === 'AtLeast' ? value >= bound : value < bound;
}

// A bar is some seconds old when it is published: whoever reads bars is that much behind and yet in time.
const readsTrades: ReadonlySet<string> = new Set(['collector', 'processor']);

function largestLag(stages: readonly StageLook[]): number | undefined {
  const lags = stages.flatMap(({ name, lagSeconds }) =>
    lagSeconds === null || !readsTrades.has(name) ? [] : [lagSeconds],
  );
  return lags.length === 0 ? undefined : Math.max(...lags);
}
