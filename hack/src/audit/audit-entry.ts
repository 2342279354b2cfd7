import { z } from 'zod';

const auditEvent = z.object({
  verb: z.string(),
  user: z.object({
    username: z.string(),
    extra: z.record(z.string(), z.array(z.string())).optional(),
  }),
  objectRef: z
    .object({
      resource: z.string(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
  requestReceivedTimestamp: z.string(),
});

/** One write as the API server saw it (audit.k8s.io/v1, level Metadata). */
export interface AuditEntry {
  readonly verb: string;
  readonly user: string;
  /** Pod of the token that was used, where it was a pod's. */
  readonly pod: string | undefined;
  /** Resource with its subresource: `pricepipelines/status`. */
  readonly resource: string;
  /** `namespace/name` of the object. */
  readonly object: string;
  readonly code: number | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const podOfToken = 'authentication.kubernetes.io/pod-name';

/**
 * Reads lines of an audit log. Blank lines are passed over.
 *
 * @throws {SyntaxError | z.ZodError} on a line that is no audit event
 */
export function parseAuditLog(text: string): AuditEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => entryOf(auditEvent.parse(JSON.parse(line))));
}

function entryOf({
  verb,
  user,
  objectRef,
  responseStatus,
  ...event
}: z.infer<typeof auditEvent>): AuditEntry {
  return {
    verb,
    user: user.username,
    pod: user.extra?.[podOfToken]?.[0],
    resource: [objectRef?.resource ?? '', objectRef?.subresource ?? '']
      .filter((part) => part !== '')
      .join('/'),
    object: `${objectRef?.namespace ?? ''}/${objectRef?.name ?? ''}`,
    code: responseStatus?.code,
    at: Date.parse(event.requestReceivedTimestamp),
  };
}
