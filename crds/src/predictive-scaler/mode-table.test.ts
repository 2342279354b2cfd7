import { describe, expect, test } from 'vitest';
import { aScaler } from '../../samples/builders.ts';
import { modeEffect, modeTable } from './mode-table.ts';
import { parsePredictiveScaler } from './predictive-scaler.ts';

describe('the table of modes and scalers', () => {
  test('has each of the nine combinations once', () => {
    const combinations = ['Observe', 'Floor', 'Full'].flatMap((mode) =>
      ['HPA', 'KEDA', 'None'].map((scaler) => `${mode} ${scaler}`),
    );
    expect(modeTable.map(({ mode, scaler }) => `${mode} ${scaler}`)).toEqual(combinations);
  });

  test.each(modeTable)(
    'the schema agrees that $mode with $scaler is accepted: $accepted',
    ({ mode, scaler, accepted }) => {
      expect(parsePredictiveScaler(aScaler({ mode, scaler })).ok).toBe(accepted);
    },
  );

  test.each(modeTable)('$mode with $scaler never renders and borrows at once', ({ renders, writes }) => {
    expect([renders, writes]).toContain('Nothing');
  });

  test('only mode Full renders, and only what the scaler names', () => {
    const rendered = modeTable.filter(({ renders }) => renders !== 'Nothing');
    expect(rendered.map(({ mode, scaler, renders }) => [mode, scaler, renders])).toEqual([
      ['Full', 'HPA', 'HorizontalPodAutoscaler'],
      ['Full', 'KEDA', 'ScaledObject'],
    ]);
  });

  test('an effect is found by mode and scaler', () => {
    expect(modeEffect({ mode: 'Floor', scaler: 'HPA' }).writes).toBe('MinReplicasOfYourHpa');
  });
});
