import type { Indicator } from './indicator.ts';
import type { Samples } from './samples.ts';

/** What came, by step: the load, and as far what may lead it. */
export interface Past {
  readonly samples: Samples;
  readonly indicators: readonly Indicator[];
}
