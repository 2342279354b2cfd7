/**
 * What is wrong between us and the exchange.
 *
 * | code | heals when |
 * |---|---|
 * | EXCHANGE_UNREACHABLE | it answers at the address within 10 s |
 * | EXCHANGE_FAULTY | its answers are whole again; asked again by itself |
 * | EXCHANGE_REFUSED | it lets us in: the address may be blocked for this region |
 * | SYMBOL_UNKNOWN | it lists the symbol, or the pipeline names another one |
 * | RATE_LIMITED | the time that it asked us to wait is over |
 */
export type ExchangeErrorCode =
  | 'EXCHANGE_UNREACHABLE'
  | 'EXCHANGE_FAULTY'
  | 'EXCHANGE_REFUSED'
  | 'SYMBOL_UNKNOWN'
  | 'RATE_LIMITED';

/** A fault between us and the exchange; the message is a sentence for people. */
export class ExchangeError extends Error {
  readonly code: ExchangeErrorCode;
  /** Earliest moment to ask again, milliseconds since the epoch; set with RATE_LIMITED. */
  readonly retryAt: number | undefined;

  constructor(code: ExchangeErrorCode, message: string, options: ErrorOptions & { retryAt?: number } = {}) {
    super(message, options);
    this.name = 'ExchangeError';
    this.code = code;
    this.retryAt = options.retryAt;
  }
}
