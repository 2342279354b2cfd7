import type { z } from 'zod';

/** Why an object cannot be used. */
export interface SpecError {
  readonly code: 'SPEC_INVALID';
  /** One sentence that names each field and what is wrong with it. */
  readonly message: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

/** An object with its defaults filled in, or why there is none. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SpecError };

/** Reads an object of unknown origin. Fields that the schema does not know are left out. */
export function parseWith<S extends z.ZodType>(schema: S, object: unknown): Parsed<z.output<S>> {
  const result = schema.safeParse(object);
  if (result.success) return { ok: true, value: result.data };
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const sentence = issues.map((issue) => `${issue.path || 'object'}: ${issue.message}`).join('; ');
  return { ok: false, error: { code: 'SPEC_INVALID', message: sentence, issues } };
}
