import type { PricePipeline } from '@pricecast/crds';
import type { Settings } from '../../settings.ts';

/** What a child is made of: what the user asks and what the administrator decides. */
export interface Blueprint {
  readonly pipeline: PricePipeline;
  readonly settings: Settings;
}
