/** A trade that the exchange made, as its journal has it. */
export interface JournalTrade {
  readonly symbol: string;
  readonly id: number;
  readonly price: string;
  readonly quantity: string;
  readonly timeMs: number;
  readonly buyerIsMaker: boolean;
}

/** A message of the trades topic, as an independent client has read it. */
export interface TopicMessage {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: string;
  readonly value: string;
}

/** What is wrong with a topic; every figure is a number of messages or trades. */
export interface Comparison {
  /** Trades of the journal without a message. */
  readonly missing: number;
  /** Messages for which the journal has no trade. */
  readonly invented: number;
  /** Messages beyond the first of their trade. */
  readonly doubles: number;
  /** First messages of a trade that lie behind one of a later trade of their symbol. */
  readonly outOfOrder: number;
  /** Messages whose price or quantity is other text than the journal's. */
  readonly otherDecimals: number;
  /** Messages whose key is not their symbol. */
  readonly otherKey: number;
  /** Messages whose CreateTime is not the time of their trade. */
  readonly otherTime: number;
  /** Symbols whose messages lie in more than one partition. */
  readonly splitSymbols: number;
}

interface Value {
  readonly symbol: string;
  readonly id: number;
  readonly price: string;
  readonly quantity: string;
}

interface Judged {
  readonly message: TopicMessage;
  readonly value: Value;
  readonly trade: JournalTrade | undefined;
  readonly isFirst: boolean;
}

/** Holds a topic, read by offset within each partition, against everything that the exchange made. */
export function compare(journal: readonly JournalTrade[], messages: readonly TopicMessage[]): Comparison {
  const judged = judge(journal, messages);
  const known = judged.filter(({ trade }) => trade !== undefined);
  const firsts = known.filter(({ isFirst }) => isFirst);
  const count = (wrong: (one: Judged) => boolean) => known.filter(wrong).length;
  return {
    missing: journal.length - firsts.length,
    invented: judged.length - known.length,
    doubles: known.length - firsts.length,
    outOfOrder: outOfOrder(firsts),
    otherDecimals: count(
      ({ value, trade }) => value.price !== trade?.price || value.quantity !== trade.quantity,
    ),
    otherKey: count(({ message, value }) => message.key !== value.symbol),
    otherTime: count(({ message, trade }) => message.timestampMs !== trade?.timeMs),
    splitSymbols: splitSymbols(known),
  };
}

function judge(journal: readonly JournalTrade[], messages: readonly TopicMessage[]): readonly Judged[] {
  const trades = new Map(journal.map((trade) => [nameOf(trade), trade]));
  const seen = new Set<string>();
  return messages.map((message) => {
    const value = JSON.parse(message.value) as Value;
    const name = nameOf(value);
    const isFirst = !seen.has(name);
    seen.add(name);
    return { message, value, trade: trades.get(name), isFirst };
  });
}

function nameOf({ symbol, id }: { readonly symbol: string; readonly id: number }): string {
  return `${symbol} ${id}`;
}

function outOfOrder(firsts: readonly Judged[]): number {
  const highest = new Map<string, number>();
  let count = 0;
  for (const { value } of firsts) {
    const before = highest.get(value.symbol) ?? -1;
    if (value.id < before) count += 1;
    else highest.set(value.symbol, value.id);
  }
  return count;
}

function splitSymbols(known: readonly Judged[]): number {
  const bySymbol = Map.groupBy(known, ({ value }) => value.symbol);
  const partitions = [...bySymbol.values()].map(
    (of) => new Set(of.map(({ message }) => message.partition)).size,
  );
  return partitions.filter((count) => count > 1).length;
}
