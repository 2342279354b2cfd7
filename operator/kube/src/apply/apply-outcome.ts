import type { Manifest } from '../objects/kube-object.ts';

/** What applying one child came to. Values, so that the caller decides on conditions and events. */
export type ApplyOutcome =
  /** The live object contains the render already; nothing was sent. */
  | { readonly kind: 'Unchanged' }
  | { readonly kind: 'Created'; readonly object: Manifest }
  | { readonly kind: 'Updated'; readonly object: Manifest }
  /** Somebody had changed or deleted it; it is as rendered again. `by` names the field managers, where known. */
  | {
      readonly kind: 'Repaired';
      readonly object: Manifest;
      readonly by: readonly string[];
      readonly fields: readonly string[];
    }
  /** The name is taken by an object that is not ours; it was left alone. */
  | { readonly kind: 'NameConflict'; readonly message: string }
  /** The object is on its way out; look again soon. */
  | { readonly kind: 'Leaving'; readonly message: string }
  /** Another writer changes it back again and again; it is left alone for a while. */
  | {
      readonly kind: 'Conflicted';
      readonly by: readonly string[];
      readonly fields: readonly string[];
      readonly retryAfterSeconds: number;
      readonly message: string;
    };

/** What deleting one child came to. */
export type DeleteOutcome =
  /** Deleted, or its deletion was begun. */
  | { readonly kind: 'Deleted' }
  | { readonly kind: 'Absent' }
  /** Not ours; it was left alone. */
  | { readonly kind: 'NameConflict'; readonly message: string };
