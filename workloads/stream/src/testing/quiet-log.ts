import type { ClientLog } from '../client-log.ts';

/** Drops what the client says about its attempts. */
export const quietLog: ClientLog = { debug: () => undefined, warn: () => undefined };
