/** Why a call fails, as a status of gRPC. */
export type RefusalCode = 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'FAILED_PRECONDITION' | 'PERMISSION_DENIED';

/** A call that fails; the sentence reaches the events of the ScaledObject and of its HPA. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
}

/** What a call comes to. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal;

/** There is no answer, for this reason. KEDA then keeps the pods there are, or takes its fallback; a 0 would scale in. */
export const refuse = (code: RefusalCode, message: string): Refusal => ({ ok: false, code, message });
