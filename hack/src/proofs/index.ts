import type { Proof } from '../proof.ts';

/** Every proof, in the order of the table in docs/proofs.md. */
export const proofs: readonly Proof[] = [];
