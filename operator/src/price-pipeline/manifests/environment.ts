/** An environment variable of a container. Values are never secret: secrets are files whose path is a value. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** Variables from a record; those without a value are left out, so that the process uses its default. */
export const variables = (values: Readonly<Record<string, string | undefined>>): Variable[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
