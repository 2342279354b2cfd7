import type { Entry } from '../history/entry.ts';

/** One event of an event stream (WHATWG HTML, 9.2.6); its data is JSON on one line. */
export function eventText(event: string, data: string, id?: string): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${data}\n\n`;
}

/** Messages as a JSON array, each as it lies in its topic. */
export function messagesText(entries: readonly Entry[]): string {
  return `[${entries.map(({ text }) => text).join(',')}]`;
}

/** How long a client waits before it connects again. */
export function retryText(milliseconds: number): string {
  return `retry: ${milliseconds}\n\n`;
}

/**
 * Keeps proxies from closing a quiet stream. An event without data is not shown to the page, yet its id becomes
 * the Last-Event-ID of the next connection, which then need not go back to the last message of a rare kind.
 */
export function heartbeatText(id: string): string {
  return `: still here\nid: ${id}\n\n`;
}
