/** What to do about a status that was judged anew. */
export type WriteDecision =
  | { readonly kind: 'Skip' }
  | { readonly kind: 'Write' }
  /** What moved is not worth a write yet. */
  | { readonly kind: 'Later'; readonly waitSeconds: number };
