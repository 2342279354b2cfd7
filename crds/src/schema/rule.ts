import type { z } from 'zod';

/**
 * One sentence about several fields at once, in the two forms that have to agree: CEL for the API server
 * and a predicate for everything that reads a file without one.
 */
export interface Rule<T> {
  /** Common Expression Language, with the value as `self`. */
  readonly cel: string;
  /** What is wrong and what to write instead, shown to the user as it stands. */
  readonly message: string;
  /** Member that the message is about, as the API server wants it: `.minReplicas`. */
  readonly fieldPath?: string;
  /** The same judgement as `cel`, of a value whose defaults are filled in. */
  holds(value: T): boolean;
}

/** A rule about a change. Only the API server knows the old value, so it has no predicate. */
export interface TransitionRule {
  /** Common Expression Language over `self` and `oldSelf`. */
  readonly cel: string;
  readonly message: string;
  readonly fieldPath?: string;
}

const validation = ({ cel, message, fieldPath }: TransitionRule) => ({
  rule: cel,
  message,
  ...(fieldPath === undefined ? {} : { fieldPath }),
});

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
    for (const rule of rules) {
      if (!rule.holds(value)) context.addIssue({ code: 'custom', message: rule.message, path: path(rule) });
    }
  });
  return checked.meta({ 'x-kubernetes-validations': [...rules, ...transitions].map(validation) });
}

const path = (rule: { fieldPath?: string }): string[] => rule.fieldPath?.split('.').slice(1) ?? [];
