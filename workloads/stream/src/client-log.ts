import type { LogEntry, logCreator } from 'kafkajs';

/** Where the client's own lines go. */
export interface ClientLog {
  debug(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/**
 * Every fault that ends a call reaches the caller as an error, who reports it once. What the client logs
 * besides are its attempts before, at level ERROR even where the next one succeeds.
 */
const attempts = new Set([
  'Admin',
  'BrokerPool',
  'Cluster',
  'Connection',
  'Consumer',
  'ConsumerGroup',
  'Fetcher',
  'Producer',
  'RequestQueue',
  'Runner',
]);

/** Sends the client's lines to `log`: attempts at debug, the rest as a warning; nothing at info. */
export function clientLogCreator(log: ClientLog): logCreator {
  return () => (entry) => write(log, entry);
}

function write(log: ClientLog, { namespace, label, log: { message, ...rest } }: LogEntry): void {
  const { timestamp: _timestamp, logger: _logger, stack: _stack, ...details } = rest;
  const serious = (label === 'ERROR' || label === 'WARN') && !isAttempt(namespace);
  log[serious ? 'warn' : 'debug']({ client: namespace, ...details }, message);
}

/** Against its types, what the client says as a whole comes without a namespace. */
function isAttempt(namespace: string | undefined = ''): boolean {
  return attempts.has(namespace) || namespace.startsWith('SaslAuthenticator');
}
