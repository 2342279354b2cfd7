import { group } from '@pricecast/crds';

/** Carries the hash of what was rendered, so that a field that is no longer rendered is noticed. */
export const renderHashAnnotation = `${group}/render-hash`;
