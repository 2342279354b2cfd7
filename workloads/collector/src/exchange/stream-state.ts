/** How the stream of an exchange stands. Times in milliseconds since the epoch. */
export type StreamState =
  | { readonly kind: 'Idle' }
  | { readonly kind: 'Connecting'; readonly since: number }
  | { readonly kind: 'Open'; readonly since: number }
  /** Between two attempts. `since` is when the connection was lost or first tried in vain. */
  | { readonly kind: 'Waiting'; readonly since: number; readonly attempts: number; readonly why: string };
