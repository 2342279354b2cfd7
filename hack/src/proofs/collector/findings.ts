import type { Finding } from '../../proof.ts';
import type { Comparison, JournalTrade } from './comparison.ts';
import type { ReadMessage } from './topic.ts';

/** A figure that must be zero. */
export function none(what: string, count: number): Finding {
  return { what, measured: String(count), bound: '0', holds: count === 0 };
}

/** A figure that must not fall below a number. */
export function atLeast(what: string, measured: number, bound: number, unit = ''): Finding {
  return {
    what,
    measured: `${round(measured)}${unit}`,
    bound: `≥ ${bound}${unit}`,
    holds: measured >= bound,
  };
}

/** What both proofs ask of a topic, doubles aside. */
export function faithful(comparison: Comparison): readonly Finding[] {
  return [
    none('trades of the exchange that are missing', comparison.missing),
    none('messages that the exchange never sent', comparison.invented),
    none('first messages out of order within their symbol', comparison.outOfOrder),
    none('prices or quantities that are not byte-equal', comparison.otherDecimals),
    none('keys that are not the symbol', comparison.otherKey),
    none('CreateTimes that are not the time of the trade', comparison.otherTime),
    none('symbols in more than one partition', comparison.splitSymbols),
  ];
}

/** Trades per second from the first to the last of the journal, by its own times. */
export function ratePerSecond(journal: readonly JournalTrade[]): number {
  const times = journal.map((trade) => trade.timeMs);
  const first = times.reduce((a, b) => Math.min(a, b), Infinity);
  const last = times.reduce((a, b) => Math.max(a, b), 0);
  return (journal.length * 1000) / (last - first);
}

/** How long trades took from the exchange into the collector, as a line for people. */
export function delays(messages: readonly ReadMessage[]): string {
  const refilled = messages.filter(({ isBackfill }) => isBackfill);
  return `delay into the collector: live ${spread(messages.filter(({ isBackfill }) => !isBackfill))}; ${refilled.length} refilled ${spread(refilled)}`;
}

/** The longest delay of a refilled trade, seconds; 0 without any. */
export function longestRefillSeconds(messages: readonly ReadMessage[]): number {
  return messages
    .filter(({ isBackfill }) => isBackfill)
    .reduce((longest, message) => Math.max(longest, delayMs(message) / 1000), 0);
}

function spread(messages: readonly ReadMessage[]): string {
  const sorted = messages.map(delayMs).sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`;
}

function delayMs(message: ReadMessage): number {
  return message.ingestMs - message.timestampMs;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
