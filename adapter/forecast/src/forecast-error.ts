/** Why a forecast was refused. */
export type ForecastErrorCode =
  | 'HISTORY_EMPTY'
  | 'HISTORY_ALL_MISSING'
  | 'VALUE_INVALID'
  | 'REQUEST_INVALID'
  | 'LINE_INVALID'
  | 'TIME_ZONE_UNKNOWN'
  | 'TIMES_UNORDERED'
  | 'TIMES_DUPLICATE'
  | 'COUNTER_RESET'
  | 'SNAPSHOT_INVALID'
  | 'REGRESSOR_INVALID';

/** A refusal with a stable code and a sentence that says what to change. */
export class ForecastError extends Error {
  readonly code: ForecastErrorCode;

  constructor(code: ForecastErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ForecastError';
    this.code = code;
  }
}
