/** How a regressor stands. */
export interface RegressorView {
  readonly name: string;
  readonly kind: string;
  /** When its newest value is of; milliseconds since the epoch, undefined before the first. */
  readonly seenAt: number | undefined;
  /** Why it gives nothing at present; a sentence without its end, undefined while it does. */
  readonly fault: string | undefined;
}
