import type { SeenRequest } from './seen-request.ts';

/** What happens to a call instead of its normal course. */
export type Fault =
  /** It reaches the server only after so long. */
  | { readonly kind: 'Delay'; readonly ms: number }
  /** The connection is cut before the server hears of it. */
  | { readonly kind: 'Cut' }
  /** The server does it, but the connection is cut before the answer arrives. */
  | { readonly kind: 'LoseAnswer' }
  /** The answer is cut after so many bytes of its body. */
  | { readonly kind: 'CutAnswerAfter'; readonly bytes: number }
  /** The proxy answers itself; the server never hears of it. */
  | {
      readonly kind: 'Answer';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** A fault and the calls that it befalls. */
export interface FaultRule {
  readonly matches: (request: SeenRequest) => boolean;
  readonly fault: Fault;
  /** How often it strikes; absent: until it is taken away. */
  readonly times?: number | undefined;
}

/** The rules in force; the first that matches strikes. */
export class FaultScript {
  readonly #rules = new Map<FaultRule, number>();

  /** Puts a rule in force; the result takes it away. */
  add(rule: FaultRule): () => void {
    this.#rules.set(rule, rule.times ?? Number.POSITIVE_INFINITY);
    return () => {
      this.#rules.delete(rule);
    };
  }

  /** The fault for a call, if any; it counts as one stroke. */
  strike(request: SeenRequest): Fault | undefined {
    for (const [rule, left] of this.#rules) {
      if (left <= 0 || !rule.matches(request)) continue;
      this.#rules.set(rule, left - 1);
      return rule.fault;
    }
    return undefined;
  }
}

/** A Kubernetes `Status` to answer with. */
export function statusBody(code: number, reason: string, message: string): unknown {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message };
}
