import { describe, expect, it } from 'vitest';
import { applyConflicts } from './apply-conflict.ts';
import { parseStatusBody, responseError, retryAfterSeconds, type StatusBody } from './response-error.ts';

const rows: readonly { status: number; body?: StatusBody; code: string; retryable: boolean }[] = [
  { status: 400, code: 'KUBE_BAD_REQUEST', retryable: false },
  { status: 401, code: 'KUBE_UNAUTHORIZED', retryable: true },
  { status: 403, code: 'KUBE_FORBIDDEN', retryable: true },
  { status: 404, code: 'KUBE_NOT_FOUND', retryable: true },
  { status: 409, body: { reason: 'Conflict' }, code: 'KUBE_CONFLICT', retryable: true },
  { status: 409, body: { reason: 'AlreadyExists' }, code: 'KUBE_ALREADY_EXISTS', retryable: true },
  { status: 410, code: 'KUBE_EXPIRED', retryable: true },
  { status: 422, code: 'KUBE_INVALID', retryable: false },
  {
    status: 422,
    body: { details: { causes: [{ field: 'metadata.uid' }, { field: 'data' }] } },
    code: 'KUBE_INVALID',
    retryable: false,
  },
  {
    status: 422,
    body: { details: { causes: [{ field: 'metadata.uid' }] } },
    code: 'KUBE_CONFLICT',
    retryable: true,
  },
  { status: 429, code: 'KUBE_TOO_MANY_REQUESTS', retryable: true },
  { status: 500, code: 'KUBE_SERVER_ERROR', retryable: true },
  { status: 503, code: 'KUBE_UNAVAILABLE', retryable: true },
  { status: 504, code: 'KUBE_UNAVAILABLE', retryable: true },
  { status: 418, code: 'KUBE_UNEXPECTED_STATUS', retryable: false },
];

describe('responseError', () => {
  for (const { status, body, code, retryable } of rows) {
    it(`takes ${status} ${JSON.stringify(body ?? {})} for ${code}`, () => {
      expect(responseError('get pods', status, body ?? {})).toMatchObject({
        code,
        retryable,
        status,
        call: 'get pods',
      });
    });
  }

  it('carries the words of the server', () => {
    expect(responseError('get pods', 403, { message: 'pods is forbidden' }).message).toBe(
      'get pods was answered 403: pods is forbidden',
    );
  });

  it('prefers the header to the body for how long to wait', () => {
    const body = { details: { retryAfterSeconds: 7 } };
    expect(responseError('get pods', 429, body, '3').retryAfterSeconds).toBe(3);
    expect(responseError('get pods', 429, body).retryAfterSeconds).toBe(7);
  });
});

describe('parseStatusBody', () => {
  it('keeps the beginning of a page that is not JSON', () => {
    expect(parseStatusBody('<html>gateway')).toEqual({ message: '<html>gateway' });
  });

  it('takes a bare JSON value for no Status', () => {
    expect(parseStatusBody('null')).toEqual({});
  });
});

describe('retryAfterSeconds', () => {
  for (const [header, seconds] of [
    ['5', 5],
    ['0', 0],
    [undefined, undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['-1', undefined],
  ] as const) {
    it(`reads ${header} as ${seconds}`, () => {
      expect(retryAfterSeconds(header)).toBe(seconds);
    });
  }
});

describe('applyConflicts', () => {
  const cause = (manager: string, field: string) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${manager}" using apps/v1`,
    field,
  });

  it('gathers fields by manager', () => {
    const causes = [
      cause('kubectl-edit', '.spec.replicas'),
      cause('hpa', '.spec.x'),
      cause('kubectl-edit', '.spec.y'),
    ];
    expect(
      applyConflicts(responseError('patch x', 409, { reason: 'Conflict', details: { causes } })),
    ).toEqual([
      { manager: 'kubectl-edit', fields: ['.spec.replicas', '.spec.y'] },
      { manager: 'hpa', fields: ['.spec.x'] },
    ]);
  });

  it('is empty for a stale version, other errors and no error', () => {
    expect(applyConflicts(responseError('patch x', 409, { reason: 'Conflict' }))).toEqual([]);
    expect(applyConflicts(new Error('x'))).toEqual([]);
  });
});
