import type { PredictiveScalerStatus } from '@pricecast/crds';
import { expect, test } from 'vitest';
import { adapterSays, aScaler } from '../testing/builders.ts';
import { floorWish } from './floor-wish.ts';

const says = (fresh: 'True' | 'False', rest: PredictiveScalerStatus): PredictiveScalerStatus => ({
  ...adapterSays(fresh, fresh === 'True' ? 'DemandFresh' : 'DemandStale', 'Samples.'),
  ...rest,
});
const armed = { stage: 'Floor', decision: { desiredReplicas: 6 } } as const;
const floor = (status?: PredictiveScalerStatus) => aScaler({ mode: 'Floor' }, status);

test.each<[string, ReturnType<typeof floorWish>, object]>([
  ['an armed forecast', floorWish(floor(says('True', armed))), { kind: 'AtLeast', replicas: 6 }],
  [
    'a forecast that is not armed',
    floorWish(floor(says('True', { ...armed, stage: 'Observe' }))),
    { kind: 'Release' },
  ],
  ['demand that is not fresh', floorWish(floor(says('False', armed))), { kind: 'Hold' }],
  ['an adapter that has not spoken yet', floorWish(floor()), { kind: 'Hold' }],
  [
    'a decision without a number',
    floorWish(floor(says('True', { stage: 'Floor', decision: {} }))),
    { kind: 'Hold' },
  ],
  ['another mode', floorWish(aScaler({ mode: 'Full' }, says('True', armed))), { kind: 'Release' }],
])('%s', (_name, wish, expected) => {
  expect(wish).toEqual(expected);
});
