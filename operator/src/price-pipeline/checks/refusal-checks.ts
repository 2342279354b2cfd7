import type { Component } from '@pricecast/crds';
import { type Check, fails } from '../../judgement/verdict.ts';
import type { View } from '../view.ts';

/** Finds a child of these parts, or one that all parts share, that could not be made. */
export const childIsRefused =
  (...components: readonly Component[]): Check<View> =>
  ({ refusals }) => {
    const refusal = refusals.find(
      ({ component }) => component === undefined || components.includes(component),
    );
    return refusal && fails(refusal.reason, refusal.what);
  };
