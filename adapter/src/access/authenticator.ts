import { isSignedBy, type ShownCertificate, subjectOf } from './certificate-chain.ts';
import type { HeaderList } from './header-list.ts';
import { proxiedUser } from './proxied-user.ts';
import type { Trust } from './trust.ts';
import { anonymous, authenticated, type User } from './user.ts';

/** What a caller shows of themselves. */
export interface Credentials {
  readonly headers: HeaderList;
  /** Absent where no certificate was shown, or TLS could not verify the one that was. */
  readonly certificate: ShownCertificate | undefined;
  /** A certificate was shown, verified or not. */
  readonly showedCertificate: boolean;
}

/** Who a caller is, or why nobody can tell. */
export type Authentication =
  | { readonly kind: 'User'; readonly user: User }
  | { readonly kind: 'Unauthenticated' }
  | { readonly kind: 'Refused'; readonly why: string };

/** Knows whose token it is; undefined for a token that is nobody's. Throws when that cannot be found out. */
export interface TokenReviews {
  review(token: string): Promise<User | undefined>;
}

/** What the authenticator rests on. */
export interface AuthenticatorParts {
  /** Whom to trust at present; undefined while that is not known, and then no certificate counts. */
  readonly trust: () => Trust | undefined;
  readonly tokens: TokenReviews;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Finds out who asks, in the order of apiserver `pkg/server/options/authentication.go`:
 *
 * | shown | user |
 * |---|---|
 * | certificate of the request-header authority, name allowed, user named | the one in the headers |
 * | certificate of the client authority | its common name; headers mean nothing |
 * | bearer token | the one of the TokenReview |
 * | a certificate or token that fits none of these | refused |
 * | nothing | system:anonymous |
 */
export class Authenticator {
  readonly #parts: AuthenticatorParts;

  constructor(parts: AuthenticatorParts) {
    this.#parts = parts;
  }

  /** Throws when a token review cannot be had. */
  async authenticate(shown: Credentials): Promise<Authentication> {
    if (shown.headers.withPrefix('impersonate-').length > 0)
      return { kind: 'Refused', why: 'impersonation goes through the Kubernetes API server, not past it' };
    const byCertificate = this.#byCertificate(shown);
    if (byCertificate !== undefined) return { kind: 'User', user: authenticated(byCertificate) };
    const token = bearerToken(shown.headers);
    if (token !== undefined) return this.#byToken(token);
    return shown.showedCertificate ? { kind: 'Unauthenticated' } : { kind: 'User', user: anonymous };
  }

  #byCertificate({ certificate, headers }: Credentials): User | undefined {
    const trust = this.#parts.trust();
    if (certificate === undefined || trust === undefined) return undefined;
    const now = this.#parts.now();
    const { commonName, organizations } = subjectOf(certificate.leaf);
    const { proxies, clientAuthorities } = trust;
    const nameFits =
      proxies.allowedNames.length === 0 ||
      (commonName !== undefined && proxies.allowedNames.includes(commonName));
    if (nameFits && isSignedBy(certificate, proxies.authorities, now)) {
      const user = proxiedUser(headers, proxies);
      if (user !== undefined) return user;
    }
    if (commonName === undefined || !isSignedBy(certificate, clientAuthorities, now)) return undefined;
    return { name: commonName, groups: organizations, extra: {} };
  }

  async #byToken(token: string): Promise<Authentication> {
    const user = await this.#parts.tokens.review(token);
    return user === undefined ? { kind: 'Unauthenticated' } : { kind: 'User', user: authenticated(user) };
  }
}

function bearerToken(headers: HeaderList): string | undefined {
  const [, token] = /^bearer +([^ ]+)$/i.exec(headers.first('authorization') ?? '') ?? [];
  return token;
}
