/** Why a value of the market could not be read. */
export type MarketErrorCode =
  | 'DECIMAL_SYNTAX'
  | 'TRADE_INVALID'
  | 'CLEAN_TRADE_INVALID'
  | 'BAR_INVALID'
  | 'FEATURES_INVALID'
  | 'ALERT_INVALID'
  | 'PREDICTION_INVALID'
  | 'STATE_INVALID'
  | 'TOPIC_NAME_INVALID'
  | 'FRAME_INVALID';

/** A value that came from outside and is not what it should be; the message quotes it. */
export class MarketError extends Error {
  readonly code: MarketErrorCode;

  constructor(code: MarketErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MarketError';
    this.code = code;
  }
}

/** A foreign value as it may stand in an error message: as JSON and at most 120 characters. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 120 ? text : `${text.slice(0, 117)}…`;
}
