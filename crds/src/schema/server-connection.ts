import { z } from 'zod';
import { secretKeyRef } from './fields.ts';
import { type Rule, ruled } from './rule.ts';

/** How the connection to a server is encrypted. */
export const serverTlsSchema = z.object({
  caSecretRef: secretKeyRef('ca.crt')
    .optional()
    .describe('Certificate authority of the server in PEM. Left out, the authorities that the image ships.'),
  serverName: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/)
    .optional()
    .describe('Name that the certificate has to bear. Left out, SERVICE.NAMESPACE.svc.'),
});

const fields = z.object({
  type: z.enum(['Basic', 'Bearer']).describe('Whether a user and a password are sent, or a token.'),
  username: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[^:]+$/)
    .optional()
    .describe('Name of the user. Only for type Basic, which needs it.'),
  secretRef: secretKeyRef('password').describe('Where the password or the token is kept.'),
});

const rules: readonly Rule<z.infer<typeof fields>>[] = [
  {
    cel: "(self.type == 'Basic') == has(self.username)",
    message: 'username must be set for type Basic and left out for type Bearer',
    fieldPath: '.username',
    holds: ({ type, username }) => (type === 'Basic') === (username !== undefined),
  },
];

/** How an HTTP server is signed in to. */
export const authorizationSchema = ruled(fields, rules);
