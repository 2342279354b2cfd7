import { KubeError, type KubeErrorCode, type StatusCause } from './kube-error.ts';

interface Verdict {
  readonly code: KubeErrorCode;
  readonly retryable: boolean;
}

/**
 * | status | code | may heal without a change of the request |
 * |---|---|---|
 * | 400, 422 | bad request, invalid | no: the object itself is refused |
 * | 401, 403 | unauthorized, forbidden | yes: rights and tokens are given back |
 * | 404 | not found | yes: a namespace or kind may appear |
 * | 409 | conflict, already exists | yes: against a newer read |
 * | 410 | expired | yes: with a new list |
 * | 422 about the uid alone | conflict | yes: the object was replaced since it was read |
 * | 429, 5xx | too many, unavailable, error | yes |
 */
const verdicts: Readonly<Record<number, Verdict>> = {
  400: { code: 'KUBE_BAD_REQUEST', retryable: false },
  401: { code: 'KUBE_UNAUTHORIZED', retryable: true },
  403: { code: 'KUBE_FORBIDDEN', retryable: true },
  404: { code: 'KUBE_NOT_FOUND', retryable: true },
  409: { code: 'KUBE_CONFLICT', retryable: true },
  410: { code: 'KUBE_EXPIRED', retryable: true },
  422: { code: 'KUBE_INVALID', retryable: false },
  429: { code: 'KUBE_TOO_MANY_REQUESTS', retryable: true },
  503: { code: 'KUBE_UNAVAILABLE', retryable: true },
  504: { code: 'KUBE_UNAVAILABLE', retryable: true },
};

/** A Kubernetes `Status`, as far as it was given. */
export interface StatusBody {
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly details?:
    | {
        readonly causes?: readonly StatusCause[] | undefined;
        readonly retryAfterSeconds?: number | undefined;
      }
    | undefined;
}

function verdictOf(status: number, body: StatusBody): Verdict {
  if (body.reason === 'AlreadyExists') return { code: 'KUBE_ALREADY_EXISTS', retryable: true };
  if (status === 422 && isAboutUid(body)) return { code: 'KUBE_CONFLICT', retryable: true };
  const known = verdicts[status];
  if (known !== undefined) return known;
  return status >= 500
    ? { code: 'KUBE_SERVER_ERROR', retryable: true }
    : { code: 'KUBE_UNEXPECTED_STATUS', retryable: false };
}

function isAboutUid(body: StatusBody): boolean {
  const fields = body.details?.causes?.map(({ field }) => field) ?? [];
  return fields.length > 0 && fields.every((field) => field === 'metadata.uid');
}

/** Reads a `Status` out of an error body; an empty one where the body is something else (a proxy's page). */
export function parseStatusBody(text: string): StatusBody {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as StatusBody) : {};
  } catch {
    return { message: text.slice(0, 300) };
  }
}

/** Seconds of a `Retry-After` header in its number form; other forms and nonsense count as absent. */
export function retryAfterSeconds(header: string | undefined): number | undefined {
  if (header === undefined || !/^\d+$/.test(header)) return undefined;
  return Number(header);
}

/** The error for an answer that is not 2xx. `call` is the verb and resource. */
export function responseError(call: string, status: number, body: StatusBody, header?: string): KubeError {
  const { code, retryable } = verdictOf(status, body);
  const said = body.message === undefined || body.message === '' ? 'no explanation' : body.message;
  return new KubeError(`${call} was answered ${status}: ${said}`, {
    code,
    call,
    retryable,
    status,
    reason: body.reason,
    causes: body.details?.causes,
    retryAfterSeconds: retryAfterSeconds(header) ?? body.details?.retryAfterSeconds,
  });
}
