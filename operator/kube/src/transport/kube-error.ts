/** What went wrong with a call, as a constant that code and dashboards may rely on. */
export type KubeErrorCode =
  | 'KUBE_ABORTED'
  | 'KUBE_ALREADY_EXISTS'
  | 'KUBE_BAD_REQUEST'
  | 'KUBE_CONFLICT'
  | 'KUBE_CONNECTION_FAILED'
  | 'KUBE_CREDENTIALS_UNREADABLE'
  | 'KUBE_EXPIRED'
  | 'KUBE_FORBIDDEN'
  | 'KUBE_INVALID'
  | 'KUBE_MALFORMED_RESPONSE'
  | 'KUBE_NOT_FOUND'
  | 'KUBE_SERVER_ERROR'
  | 'KUBE_TIMEOUT'
  | 'KUBE_TOO_MANY_REQUESTS'
  | 'KUBE_UNAUTHORIZED'
  | 'KUBE_UNAVAILABLE'
  | 'KUBE_UNEXPECTED_STATUS'
  | 'KUBE_WATCH_ERROR'
  | 'KUBE_WRITE_FENCED';

/** One entry of `Status.details.causes`. */
export interface StatusCause {
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly field?: string | undefined;
}

/** The facts of a failed call beside its sentence. */
export interface KubeErrorFacts {
  readonly code: KubeErrorCode;
  /** Verb and resource, as RBAC names them: `patch deployments.apps`. */
  readonly call: string;
  /** True where the same call may succeed later without anybody changing the request. */
  readonly retryable: boolean;
  /** HTTP status, where an answer came. */
  readonly status?: number | undefined;
  /** `Status.reason` of the server. */
  readonly reason?: string | undefined;
  readonly causes?: readonly StatusCause[] | undefined;
  /** How long the server asked to wait. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** A failed call to the API server. */
export class KubeError extends Error {
  readonly code: KubeErrorCode;
  readonly call: string;
  readonly retryable: boolean;
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly causes: readonly StatusCause[];
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, facts: KubeErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'KubeError';
    this.code = facts.code;
    this.call = facts.call;
    this.retryable = facts.retryable;
    this.status = facts.status;
    this.reason = facts.reason;
    this.causes = facts.causes ?? [];
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** Whether `error` is a `KubeError` with one of these codes. */
export function isKubeError(error: unknown, ...codes: KubeErrorCode[]): error is KubeError {
  return error instanceof KubeError && (codes.length === 0 || codes.includes(error.code));
}
