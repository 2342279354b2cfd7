import type { KubeObject } from '../objects/kube-object.ts';
import { controllerOf } from '../objects/owner.ts';

/** Whose an object is, from the view of one owner. */
export type Ownership =
  | { readonly kind: 'Ours' }
  /** On its way out, or left over from an earlier owner of the same name: wait until it is gone. */
  | { readonly kind: 'Leaving'; readonly why: string }
  | { readonly kind: 'Foreign'; readonly why: string };

/**
 * | live object | ownership |
 * |---|---|
 * | is being deleted | Leaving |
 * | is controlled by this owner | Ours |
 * | is controlled by an object of this owner's kind and name with another uid | Leaving |
 * | is controlled by anything else | Foreign |
 * | has no controller, and `recognises` knows it | Ours |
 * | has no controller otherwise | Foreign |
 */
export function ownershipOf(
  live: KubeObject,
  owner: KubeObject,
  recognises: (live: KubeObject) => boolean,
): Ownership {
  const name = `${live.kind} ${live.metadata.name}`;
  if (live.metadata.deletionTimestamp !== undefined)
    return { kind: 'Leaving', why: `${name} is being deleted` };
  const controller = controllerOf(live);
  if (controller === undefined) {
    return recognises(live)
      ? { kind: 'Ours' }
      : { kind: 'Foreign', why: `${name} was made by somebody else` };
  }
  if (controller.uid === owner.metadata.uid) return { kind: 'Ours' };
  const controlledBy = `${name} belongs to ${controller.kind} ${controller.name}`;
  return controller.kind === owner.kind && controller.name === owner.metadata.name
    ? { kind: 'Leaving', why: `${controlledBy} of an earlier life` }
    : { kind: 'Foreign', why: controlledBy };
}

/**
 * The usual `recognises`: this field manager has applied the object before, so it is one of ours whose labels or
 * owner reference somebody stripped. Needs a live object: caches drop `managedFields`.
 */
export function appliedBy(fieldManager: string): (live: KubeObject) => boolean {
  return ({ metadata }) =>
    metadata.managedFields?.some(
      ({ manager, operation }) => manager === fieldManager && operation === 'Apply',
    ) ?? false;
}
