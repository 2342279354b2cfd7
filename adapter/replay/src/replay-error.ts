/** Why a replay cannot be made. */
export type ReplayErrorCode =
  | 'USAGE'
  | 'EVENTS_INVALID'
  | 'TRACE_UNREADABLE'
  | 'TRACE_COLUMNS'
  | 'TRACE_TIME'
  | 'TRACE_VALUE'
  | 'TRACE_ORDER'
  | 'TRACE_SHORT'
  | 'TRACE_LONG';

/** A replay that cannot be made; the message says what to change. */
export class ReplayError extends Error {
  readonly code: ReplayErrorCode;

  constructor(code: ReplayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReplayError';
    this.code = code;
  }
}
