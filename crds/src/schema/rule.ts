import type { z } from 'zod';

/** A rule about a change. Only the API server knows the old value, so it has no predicate. */
export interface TransitionRule {
  /** Common Expression Language with the value as `self`, in a rule about a change also `oldSelf`. */
  readonly cel: string;
  /**
   * What is wrong and what to write instead, shown to the user as it stands. It is constant: the API server
   * prices a number turned into text as endless and refuses a message made of them.
   */
  readonly message: string;
  /** Member that the message is about, as the API server wants it: `.minReplicas`. */
  readonly fieldPath?: string;
}

/**
 * One sentence about several fields at once, in the two forms that have to agree: CEL for the API server
 * and a predicate for everything that reads a file without one.
 */
export interface Rule<T> extends TransitionRule {
  /** The same judgement as `cel`, of a value whose defaults are filled in. */
  holds(value: T): boolean;
}

const validation = ({ cel, message, fieldPath }: TransitionRule) => ({
  rule: cel,
  message,
  ...(fieldPath === undefined ? {} : { fieldPath }),
});

const pathOf = ({ fieldPath }: TransitionRule): string[] => fieldPath?.split('.').slice(1) ?? [];

/**
 * Attaches rules to a schema: the parser checks the predicates, the CRD carries the expressions.
 * Call it once for each schema; a second call would replace the expressions of the first.
 */
export function ruled<S extends z.ZodType>(
  schema: S,
  rules: readonly Rule<z.output<S>>[],
  transitions: readonly TransitionRule[] = [],
): S {
  const checked = schema.superRefine((value, context) => {
    for (const rule of rules.filter((candidate) => !candidate.holds(value))) {
      context.addIssue({ code: 'custom', message: rule.message, path: pathOf(rule) });
    }
  });
  return checked.meta({ 'x-kubernetes-validations': [...rules, ...transitions].map(validation) });
}
