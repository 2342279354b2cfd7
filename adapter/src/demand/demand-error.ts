import { type UnreadDemand, unread } from './reading.ts';

/** Whether a source did not answer, or answered and will not tell. */
export type DemandErrorCode = 'DEMAND_UNREACHABLE' | 'DEMAND_REFUSED';

/** A source gave nothing. The message is a sentence without its end; it holds no secret and nothing of a body. */
export class DemandError extends Error {
  readonly code: DemandErrorCode;

  constructor(code: DemandErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = 'DemandError';
    this.code = code;
  }
}

/** The source did not answer; it may later. */
export const unreachable = (what: string, cause?: unknown): DemandError =>
  new DemandError('DEMAND_UNREACHABLE', what, { cause });

/** The source, or a rule of ours, says no; somebody has to change something. */
export const refusal = (what: string, cause?: unknown): DemandError =>
  new DemandError('DEMAND_REFUSED', what, { cause });

/** The reading that tells of a fault; anything but a `DemandError` is a fault of ours and thrown on. */
export function unreadBecauseOf(error: unknown): UnreadDemand {
  if (!(error instanceof DemandError)) throw error;
  return unread(error.code === 'DEMAND_REFUSED' ? 'DemandRefused' : 'DemandUnreachable', error.message);
}
