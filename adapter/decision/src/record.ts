import { decide } from './decide.ts';
import type { Decision, DecisionInput } from './decision.ts';

/** A decision with all that it was made of; plain JSON, one line of a decision log. */
export interface DecisionRecord {
  readonly version: 1;
  readonly input: DecisionInput;
  /** The decision without its memory, which is the input of the next. */
  readonly decision: Omit<Decision, 'memory'>;
}

/** The record of a decision. */
export function recordOf(input: DecisionInput, { memory: _memory, ...decision }: Decision): DecisionRecord {
  return { version: 1, input, decision };
}

/** Decides again on what a record holds. Where the code is the same, the decision is the same. */
export const repeated = (record: DecisionRecord): Decision => decide(record.input);
