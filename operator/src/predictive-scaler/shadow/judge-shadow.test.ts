import { expect, test } from 'vitest';
import { scalerStatus } from '../status.ts';
import { adapterSays, aLiveHpa, aScaler, aView, now } from '../testing/builders.ts';
import type { ShadowOutcome } from './shadow-outcome.ts';

const scaler = aScaler(
  { mode: 'Observe', shadow: 'HPA' },
  adapterSays('True', 'DemandFresh', 'Samples arrive.'),
);
const kept = (hpa: Extract<ShadowOutcome, { kind: 'Kept' }>['hpa'], replicas = 6): ShadowOutcome => ({
  kind: 'Kept',
  replicas,
  hpa,
  wasMade: false,
});
const withoutNumbers = aLiveHpa([
  { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale' },
  { type: 'ScalingActive', status: 'False', reason: 'FailedGetObjectMetric', message: 'no number' },
]);
const refused: ShadowOutcome = { kind: 'Refused', reason: 'Forbidden', what: 'The HPA was refused: no' };

test.each<[string, ShadowOutcome, readonly [string, string, RegExp], object | undefined]>([
  [
    'one that works says how many pods the HPA would ask for',
    kept(aLiveHpa()),
    ['True', 'Shadowing', /would ask for 6 pods; it rehearses, and nothing is scaled\.$/],
    { replicas: 6, tolerance: '0' },
  ],
  [
    'one whose HPA cannot read the decisions says so, and keeps the number that there is',
    kept(withoutNumbers),
    ['False', 'MetricUnavailable', /says FailedGetObjectMetric: no number/],
    { replicas: 6, tolerance: '0' },
  ],
  [
    'one whose HPA has not been looked at is unknown',
    kept(aLiveHpa([])),
    ['Unknown', 'ScalerPending', /has not been looked at/],
    { replicas: 6, tolerance: '0' },
  ],
  ['one that is being made is unknown', { kind: 'Waiting' }, ['Unknown', 'ScalerPending', /made/], undefined],
  ['one that was refused says why', refused, ['False', 'Forbidden', /was refused: no/], undefined],
])('a rehearsal: %s', (_name, rehearsal, [state, reason, message], shadow) => {
  const status = scalerStatus(aView({ scaler, hpa: undefined, rehearsal }), now);
  const ready = status.conditions?.find(({ type }) => type === 'ScalerReady');
  expect(ready).toMatchObject({ status: state, reason, message: expect.stringMatching(message) });
  expect(status.shadow).toEqual(shadow);
  expect(status.scaler).toBeUndefined();
});
