import type { KubeObject } from '../objects/kube-object.ts';
import { missingPaths } from './missing-paths.ts';

/** Why an object has to be applied, or that it need not be. */
export type Need =
  | { readonly kind: 'None' }
  /** The render itself is another than the one that was applied last. */
  | { readonly kind: 'Changed' }
  /** The render is the same, so somebody else changed these paths of the live object. */
  | { readonly kind: 'Drifted'; readonly paths: readonly string[] };

/**
 * Compares a render with the live object. `annotation` names the render hash (`withRenderHash`), which `desired`
 * must carry. A cached object will do as `live` where its projection keeps what is rendered.
 */
export function needsApply(annotation: string, desired: KubeObject, live: KubeObject): Need {
  if (live.metadata.annotations?.[annotation] !== desired.metadata.annotations?.[annotation])
    return { kind: 'Changed' };
  const paths = missingPaths(desired, live);
  return paths.length === 0 ? { kind: 'None' } : { kind: 'Drifted', paths };
}
