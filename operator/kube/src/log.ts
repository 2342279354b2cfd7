/** Where the toolkit tells what happened. The process adapts its logger to this; fields never hold secrets. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Tells nobody. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
