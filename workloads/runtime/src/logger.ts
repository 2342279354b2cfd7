import { type DestinationStream, type Logger, pino } from 'pino';
import type { ShellSettings } from './settings.ts';

export type { Logger };

const secretMembers = ['password', 'token', 'secret', 'authorization', 'sasl', 'credentials'];
const depths = ['', '*.', '*.*.'];

/**
 * Structured log: one JSON object per line on standard output, or on `destination`.
 * Members that are named like a secret are redacted down to the third level.
 */
export function createLogger(
  name: string,
  level: ShellSettings['LOG_LEVEL'],
  // Written at once: lines of a process that ends keep their order, and none is lost.
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Logger {
  const options = {
    level,
    base: { process: name },
    messageKey: 'message',
    errorKey: 'error',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: depths.flatMap((depth) => secretMembers.map((member) => depth + member)),
      censor: '(not shown)',
    },
  };
  return pino(options, destination);
}
