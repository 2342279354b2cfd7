/** A recording cannot be read; the message names the file, the line and what is wrong with it. */
export class MarketFileError extends Error {
  readonly code = 'MARKET_FILE_INVALID';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MarketFileError';
  }
}
