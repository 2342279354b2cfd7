import type { Proof } from '../proof.ts';
import { operatorFailover } from './operator-failover.ts';
import { operatorQuiet } from './operator-quiet.ts';

/** Every proof, in the order of the table in docs/proofs.md. */
export const proofs: readonly Proof[] = [operatorQuiet, operatorFailover];
