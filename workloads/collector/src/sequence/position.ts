/** How far the trades of a symbol have come. */
export interface Position {
  /** Id of the newest trade; -1 when the symbol had never traded. */
  readonly lastId: number;
  /** Its time, milliseconds since the epoch; 0 when there is none. */
  readonly tradeTime: number;
}

/** Where a symbol stands that has never traded. */
export const beforeFirstTrade: Position = { lastId: -1, tradeTime: 0 };
