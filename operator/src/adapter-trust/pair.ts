/** A certificate and its private key in PEM. Never log it. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}
