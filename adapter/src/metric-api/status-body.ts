/** Why a request failed, in the words of the Kubernetes API. */
export type FailureReason =
  | 'BadRequest'
  | 'Conflict'
  | 'Forbidden'
  | 'InternalError'
  | 'MethodNotAllowed'
  | 'NotAcceptable'
  | 'NotFound'
  | 'ServiceUnavailable'
  | 'Timeout'
  | 'TooManyRequests'
  | 'Unauthorized';

const codes: Readonly<Record<FailureReason, number>> = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  Conflict: 409,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
};

/** What a failure is about. */
export interface FailureDetails {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** `metav1.Status` of a failed request. */
export interface StatusBody {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: FailureReason;
  readonly details?: FailureDetails;
  readonly code: number;
}

/** The body for a failure; its `code` is the HTTP status to send it with. */
export function failureBody(reason: FailureReason, message: string, details?: FailureDetails): StatusBody {
  const about = details === undefined ? {} : { details };
  const code = codes[reason];
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...about,
    code,
  };
}
