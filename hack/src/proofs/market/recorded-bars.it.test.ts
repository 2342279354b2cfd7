import { expect, test } from 'vitest';
import type { ProofContext } from '../../proof.ts';
import { broken } from '../gate.ts';
import { marketAnomalies } from '../market-anomalies.ts';
import { marketForecast } from '../market-forecast.ts';
import { hasRecordedBars } from './recorded-bars.ts';

const context: ProofContext = { scale: 'gate', say: () => undefined, signal: new AbortController().signal };

test.skipIf(!hasRecordedBars()).each([marketAnomalies, marketForecast])(
  'recorded bars of a real exchange: $claim',
  async (proof) => {
    expect(broken(await proof.run(context))).toEqual([]);
  },
  300_000,
);
