import type { Log } from '@pricecast/kube';
import type { Logger } from '@pricecast/runtime';

/** The process log in the shape that the toolkit writes to. */
export const kubeLog = (log: Logger): Log => ({
  info: (message, fields) => log.info(fields ?? {}, message),
  warn: (message, fields) => log.warn(fields ?? {}, message),
  error: (message, fields) => log.error(fields ?? {}, message),
});
