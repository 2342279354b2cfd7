import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { KubeObject } from './kube-object.ts';

/** Hex digits of a hash: 64 bits are plenty to tell two renders of one object apart. */
const HEX_DIGITS = 16;

/** A short hash of content: equal for equal JSON, whatever the order of its keys. Never feed it bare secrets. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, HEX_DIGITS);
}

/**
 * The object with the hash of what was rendered as an annotation. A field that a later render leaves out changes
 * the hash, although the live object still contains all that is rendered.
 */
export function withRenderHash<T extends KubeObject>(annotation: string, object: T): T {
  const { [annotation]: _, ...annotations } = object.metadata.annotations ?? {};
  const bare = { ...object, metadata: { ...object.metadata, annotations } };
  const hash = contentHash(bare);
  return { ...bare, metadata: { ...bare.metadata, annotations: { ...annotations, [annotation]: hash } } };
}
