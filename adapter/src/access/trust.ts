import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { jsonIn } from '../json-in.ts';

/** Where the API server publishes whom extension servers may trust. */
export const trustConfigMap = {
  namespace: 'kube-system',
  name: 'extension-apiserver-authentication',
} as const;

/** Whom a front proxy is recognised by, and in which headers it names the user. Header names are lower case. */
export interface ProxyTrust {
  readonly authorities: readonly X509Certificate[];
  /** Common names of proxies; empty admits every certificate of the authorities. */
  readonly allowedNames: readonly string[];
  readonly usernameHeaders: readonly string[];
  readonly groupHeaders: readonly string[];
  readonly extraPrefixes: readonly string[];
  readonly uidHeaders: readonly string[];
}

/** Whom this server trusts; the two kinds of authorities are never mixed. */
export interface Trust {
  readonly proxies: ProxyTrust;
  /** Sign certificates of users themselves. */
  readonly clientAuthorities: readonly X509Certificate[];
  /** Everything in PEM, for the TLS handshake. */
  readonly pem: readonly string[];
}

const list = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined) return [];
    const parsed = z.array(z.string()).safeParse(jsonIn(text));
    if (parsed.success) return parsed.data;
    context.addIssue('must be a JSON list of texts');
    return z.NEVER;
  });

const dataSchema = z.object({
  'client-ca-file': z.string().default(''),
  'requestheader-client-ca-file': z.string().min(1),
  'requestheader-allowed-names': list,
  'requestheader-username-headers': list,
  'requestheader-group-headers': list,
  'requestheader-extra-headers-prefix': list,
  'requestheader-uid-headers': list,
});

/**
 * Reads the data of the ConfigMap. Undefined when it does not say whom to trust: then nobody is, until it does.
 * The source is apiserver `pkg/server/options/authentication.go`.
 */
export function parseTrust(data: unknown): Trust | undefined {
  const parsed = dataSchema.safeParse(data);
  if (!parsed.success) return undefined;
  const fields = parsed.data;
  const proxyPem = certificatesIn(fields['requestheader-client-ca-file']);
  const clientPem = certificatesIn(fields['client-ca-file']);
  try {
    const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
    const proxies: ProxyTrust = {
      authorities: proxyPem.map((pem) => new X509Certificate(pem)),
      allowedNames: fields['requestheader-allowed-names'],
      usernameHeaders: lower(fields['requestheader-username-headers']),
      groupHeaders: lower(fields['requestheader-group-headers']),
      extraPrefixes: lower(fields['requestheader-extra-headers-prefix']),
      uidHeaders: lower(fields['requestheader-uid-headers']),
    };
    const clientAuthorities = clientPem.map((pem) => new X509Certificate(pem));
    if (proxies.authorities.length === 0) return undefined;
    return { proxies, clientAuthorities, pem: [...proxyPem, ...clientPem] };
  } catch {
    // A certificate that cannot be read: trusting the others would hide that one is broken.
    return undefined;
  }
}

const certificatesIn = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
