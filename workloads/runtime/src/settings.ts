import { z } from 'zod';
import { RuntimeError } from './runtime-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of a process from environment variables; an empty variable counts as not set.
 * Throws RuntimeError SETTINGS_INVALID that names every variable, its rule and its value;
 * values of variables that may hold a secret are not shown.
 */
export function readSettings<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment,
): z.infer<Schema> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => explain(issue, set));
  throw new RuntimeError('SETTINGS_INVALID', faults.join('; '));
}

function explain(issue: z.core.$ZodIssue, environment: Environment): string {
  const variable = issue.path.length > 0 ? String(issue.path[0]) : undefined;
  if (variable === undefined) return issue.message;
  const value = environment[variable];
  if (value === undefined) return `${variable} is not set: it ${issue.message}`;
  return `${variable} ${issue.message}, but is ${shown(variable, value)}`;
}

const secretName = /PASSWORD|SECRET|TOKEN|CREDENTIAL|PRIVATE/;

function shown(variable: string, value: string): string {
  if (secretName.test(variable) && !variable.endsWith('_FILE')) return 'a value that is not shown';
  return JSON.stringify(value.replace(/\/\/[^/@]*@/, '//***@'));
}

function rule(message: string) {
  return { error: message };
}

function wholeNumber(lowest: number, highest: number, message: string) {
  return z
    .string(rule(message))
    .regex(/^[0-9]{1,15}$/, rule(message))
    .transform(Number)
    .refine((value) => value >= lowest && value <= highest, rule(message));
}

/** Fields that settings are made of; each one's message completes the sentence `<VARIABLE> …`. */
export const setting = {
  text: (): z.ZodString => z.string(rule('must be set')),
  /** Port to listen on; 0 takes a free one. */
  port: () => wholeNumber(0, 65_535, 'must be a port from 0 to 65535'),
  wholeNumber: (lowest: number, highest: number) =>
    wholeNumber(lowest, highest, `must be a whole number from ${lowest} to ${highest}`),
  flag: () => z.enum(['true', 'false'], rule('must be true or false')).transform((value) => value === 'true'),
  /** Absolute URL of one of the protocols, such as `https`, without a slash at its end. */
  url: (...protocols: readonly string[]) => {
    const message = `must be a URL of ${protocols.map((name) => `${name}://`).join(' or ')}`;
    return z
      .string(rule(message))
      .refine(
        (value) => protocols.some((name) => value.startsWith(`${name}://`)) && URL.canParse(value),
        message,
      )
      .transform((value) => value.replace(/\/+$/, ''));
  },
  /** Entries between commas, at least one, each of the given spelling; blanks and repetitions are dropped. */
  list: (spelling: RegExp, what: string) => {
    const message = `must be a list of ${what}, separated by commas`;
    return z
      .string(rule(message))
      .transform((value) => [...new Set(value.split(',').map((entry) => entry.trim()))])
      .refine((entries) => entries.every((entry) => spelling.test(entry)), rule(message));
  },
} as const;

/** Variables that the shell of every process reads. */
export const shellSettings = {
  OPS_HOST: setting.text().default('0.0.0.0'),
  OPS_PORT: setting.port().default(9090),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], rule('must be a level from fatal to trace'))
    .default('info'),
  SHUTDOWN_SECONDS: setting.wholeNumber(1, 600).default(25),
};

export type ShellSettings = Readonly<z.infer<z.ZodObject<typeof shellSettings>>>;
