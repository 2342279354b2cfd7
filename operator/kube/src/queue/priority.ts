/** Edits go before the work of a start-up or a resync. */
export type Priority = 'High' | 'Low';
